"""Late changes: asked in the journal, seen by the heads at once, decided, seen in journal and diary."""

from datetime import date, timedelta

import pytest

from ejournal import clock, limits
from ejournal.database import session_scope
from ejournal.models import ChangeRequest, Mark
from ejournal.pages.journal.state import JournalState
from ejournal.pages.late_changes.state import LateChangesState
from ejournal.pages.notices.state import NoticesState
from ejournal.services.base.topics import course_topic, late_topic, pupil_topic
from ejournal.ui.runtime.transaction import transact
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab

CLOSED_DAY = date(2026, 9, 1)


@pytest.fixture
def asked(cast: Cast, open_tab: OpenTab, told: News) -> Tab:
    """Котова has asked for a five on a closed day; her tab."""
    with session_scope() as session:
        lesson = cast.lesson("maths", date(2026, 11, 9))
        lesson.day = CLOSED_DAY
        session.merge(lesson)
    tab = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}&term=1")
    tab.send(JournalState.load)
    op = {"id": "1", "p": f"P{cast.id_of('pupil')}", "c": f"L{lesson.id}", "v": "5"}
    tab.send(JournalState.put, [op])
    assert tab.state(JournalState).patch["results"][0]["needs_reason"]
    assert late_topic(cast.schools["a"].id or 0) not in dict(told)
    tab.send(JournalState.put, [op | {"id": "2", "reason": "Работа нашлась"}])
    assert tab.state(JournalState).patch["results"][0]["ok"]
    return tab


def open_list(open_tab: OpenTab, member: str = "deputy") -> tuple[Tab, LateChangesState]:
    """The list as a head of the school opens it."""
    tab = open_tab(member, "/late-changes")
    tab.send(LateChangesState.load)
    return tab, tab.state(LateChangesState)


def unread(state: LateChangesState) -> int:
    """The number at the place in the navigation."""
    return next(place.unread for place in state.places if place.key == "late_changes")


def test_a_request_is_told_of_and_shown_with_all_that_is_needed_to_decide(
    cast: Cast, open_tab: OpenTab, asked: Tab, told: News
) -> None:
    assert late_topic(cast.schools["a"].id or 0) in [topic for topic, _ in told]
    _, state = open_list(open_tab)
    [row] = state.waiting
    assert (row.pupil, row.before, row.after, row.reason) == ("Лебедева Анна", "пусто", "5", "Работа нашлась")
    assert row.lesson == "6 «Б», Математика, 1\u00a0сентября, 2‑й урок"
    assert row.asked.startswith("И. С. Котова, 20\u00a0ноября, ")
    assert state.subtitle == "1 исправление ждёт решения"
    assert unread(state) == 1
    assert not row.own


def test_approval_writes_the_mark_and_tells_journal_and_diary(
    cast: Cast, open_tab: OpenTab, asked: Tab, told: News
) -> None:
    tab, state = open_list(open_tab)
    told.clear()
    assert said(tab.send(LateChangesState.approve, state.waiting[0].id)) == [
        ("success", "Одобрено, журнал исправлен. Сообщено 3 людям")
    ]
    assert ([one.outcome for one in state.waiting], state.subtitle, unread(state)) == (["approved"], "", 0)
    with session_scope(writing=False) as session:
        mark = session.query(Mark).one()
    assert (mark.value, mark.day, mark.author_id) == ("5", CLOSED_DAY, cast.id_of("class_teacher"))
    news = dict(told)
    assert pupil_topic(cast.id_of("pupil")) in news
    journal = news[course_topic(cast.courses["maths"].id or 0)]
    assert [one["v"] for one in journal["cells"]] == ["5"]


def test_refusal_keeps_the_journal_and_says_why(
    cast: Cast, open_tab: OpenTab, asked: Tab, told: News
) -> None:
    tab, state = open_list(open_tab, "director")
    tab.send(LateChangesState.ask_refusal, state.waiting[0].id)
    assert state.refusing_what == "Лебедева Анна: пусто → 5"
    tab.send(LateChangesState.write_note, "Покажите работу")
    told.clear()
    tab.send(LateChangesState.refuse)
    assert ([one.outcome for one in state.waiting], state.refusing, state.note) == (["refused"], "", "")
    assert state.waiting[0].decided.endswith("Покажите работу")
    with session_scope(writing=False) as session:
        assert session.query(Mark).all() == []
    assert dict(told)[course_topic(cast.courses["maths"].id or 0)] == {"reload": True}


def test_nothing_is_refused_without_the_words_that_were_too_long_to_keep(
    open_tab: OpenTab, asked: Tab
) -> None:
    tab, state = open_list(open_tab)
    tab.send(LateChangesState.ask_refusal, state.waiting[0].id)
    tab.send(LateChangesState.write_note, "ж" * (limits.NOTE + 1))
    tab.send(LateChangesState.refuse)
    assert list(state.errors) == ["note"]
    assert [one.outcome for one in state.waiting] == [""]


def test_what_another_head_has_decided_is_said_and_the_dialog_stays(open_tab: OpenTab, asked: Tab) -> None:
    _, director = open_list(open_tab, "director")
    tab, deputy = open_list(open_tab)
    request = deputy.waiting[0].id
    tab.send(LateChangesState.ask_refusal, request)
    tab.send(LateChangesState.write_note, "Почему")
    other = open_tab("director")
    other.send(LateChangesState.approve, request)
    assert [kind for kind, _ in said(tab.send(LateChangesState.refuse))] == ["error"]
    assert (deputy.refusing, deputy.note) == (request, "Почему")
    assert len(director.waiting) == 1
    transact(director, lambda work: director._live(work, "school:1:late", {}), False)
    assert ([one.outcome for one in director.waiting], unread(director)) == (["approved"], 0)


@pytest.fixture
def asked_of_term(cast: Cast, open_tab: OpenTab, told: News) -> Tab:
    """Котова has asked for a four for the first term, which is closed; her tab."""
    tab = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}&term=1")
    tab.send(JournalState.load)
    told.clear()
    op = {"id": "1", "p": f"P{cast.id_of('pupil')}", "c": "T1", "v": "4", "base": ""}
    tab.send(JournalState.put, [op])
    [answer] = tab.state(JournalState).patch["results"]
    assert (answer["ok"], answer["needs_reason"]) == (False, True)
    assert answer["error"] == "Срок правки этих отметок истёк: укажите причину"
    assert late_topic(cast.schools["a"].id or 0) not in dict(told)
    tab.send(JournalState.put, [op | {"id": "2", "reason": "Пересдал"}])
    patch = tab.state(JournalState).patch
    assert [(one["ok"], one["cell"]) for one in patch["results"]] == [(True, "?")]
    assert [one["terms"] for one in patch["rows"]] == [["?"]]
    assert late_topic(cast.schools["a"].id or 0) in dict(told)
    assert pupil_topic(cast.id_of("pupil")) not in dict(told)
    return tab


def term_cell(cast: Cast, tab: Tab) -> str:
    """Анна's mark of the first term as the journal opens."""
    tab.send(JournalState.load)
    rows = tab.state(JournalState).sheet["rows"]
    return str(next(one["terms"] for one in rows if one["id"] == f"P{cast.id_of('pupil')}")[0])


def test_a_mark_of_a_closed_term_is_decided_as_a_lesson_s_is(
    cast: Cast, open_tab: OpenTab, asked_of_term: Tab, told: News
) -> None:
    assert term_cell(cast, asked_of_term) == "?"
    tab, state = open_list(open_tab)
    [row] = state.waiting
    assert (row.lesson, row.before, row.after) == ("6 «Б», Математика, I четверть", "пусто", "4")
    assert (row.reason, unread(state)) == ("Пересдал", 1)
    told.clear()
    assert said(tab.send(LateChangesState.approve, row.id)) == [
        ("success", "Одобрено, журнал исправлен. Сообщено 3 людям")
    ]
    assert dict(told)[course_topic(cast.courses["maths"].id or 0)] == {"reload": True}
    assert pupil_topic(cast.id_of("pupil")) in dict(told)
    assert term_cell(cast, asked_of_term) == "4"
    words = "Решение отменено, запрос снова ждёт"
    assert said(tab.send(LateChangesState.undo, row.id)) == [("success", words)]
    assert term_cell(cast, asked_of_term) == "?"
    tab.send(LateChangesState.ask_refusal, row.id)
    tab.send(LateChangesState.refuse)
    assert term_cell(cast, asked_of_term) == ""
    assert [one.outcome for one in state.waiting] == ["refused"]


def test_what_became_of_a_term_s_mark_is_told_with_the_term_and_leads_to_it(
    cast: Cast, open_tab: OpenTab, asked_of_term: Tab
) -> None:
    tab, state = open_list(open_tab)
    tab.send(LateChangesState.approve, state.waiting[0].id)
    bell = open_tab("class_teacher", "/notices")
    bell.send(NoticesState.load)
    [line] = [one for day in bell.state(NoticesState).days for one in day.notices]
    assert line.title == "Исправление одобрено: Математика, пусто → 4"
    assert line.note == "I четверть"
    assert line.href == f"/journal?course={cast.courses['maths'].id}&term=1"


def test_two_schools_have_two_lists(cast: Cast, open_tab: OpenTab, asked: Tab) -> None:
    tab = open_tab("teacher_b", "/late-changes")
    tab.send(LateChangesState.load)
    assert tab.state(LateChangesState).missing
    assert tab.state(LateChangesState).waiting == []


def ask_more(cast: Cast, tab: Tab) -> None:
    """Котова asks for three more changes of that closed day."""
    lesson = cast.lesson("maths", date(2026, 11, 9)).id
    for number, (name, mark) in enumerate((("classmate", "4"), ("left", "3"))):
        op = {"id": f"m{number}", "p": f"P{cast.id_of(name)}", "c": f"L{lesson}", "v": mark}
        tab.send(JournalState.put, [op | {"reason": "Работа нашлась"}])
        assert tab.state(JournalState).patch["results"][0]["ok"], name


def test_what_is_decided_stays_in_its_line_and_no_other_slides_under_the_pointer(
    cast: Cast, open_tab: OpenTab, asked: Tab
) -> None:
    ask_more(cast, asked)
    tab, state = open_list(open_tab)
    places = [one.id for one in state.waiting]
    assert (len(places), state.subtitle) == (3, "3 исправления ждут решения")
    tab.send(LateChangesState.approve, places[0])
    assert [one.id for one in state.waiting] == places
    assert [one.outcome for one in state.waiting] == ["approved", "", ""]
    # The second click at the same place meets the same request, which is decided.
    assert said(tab.send(LateChangesState.approve, places[0])) == [
        ("error", "Решение по этому запросу уже принято")
    ]
    assert (state.subtitle, state.decided) == ("2 исправления ждут решения", [])
    tab.send(LateChangesState.load)
    assert [one.id for one in state.waiting] == places[1:]
    assert [(one.id, one.outcome, one.may_undo) for one in state.decided] == [(places[0], "approved", True)]
    assert state.decided[0].decided.startswith("Е. В. Громова, ")


def test_undoing_puts_the_journal_back_and_the_request_waits_again(
    cast: Cast, open_tab: OpenTab, asked: Tab, told: News
) -> None:
    tab, state = open_list(open_tab)
    request = state.waiting[0].id
    tab.send(LateChangesState.approve, request)
    told.clear()
    words = "Решение отменено, запрос снова ждёт"
    assert said(tab.send(LateChangesState.undo, request)) == [("success", words)]
    assert [(one.id, one.outcome) for one in state.waiting] == [(request, "")]
    assert unread(state) == 1
    with session_scope(writing=False) as session:
        assert session.query(Mark).all() == []
    assert {course_topic(cast.courses["maths"].id or 0), pupil_topic(cast.id_of("pupil"))} <= set(dict(told))
    assert said(tab.send(LateChangesState.undo, request)) == [("error", "Этот запрос и так ждёт решения")]


def test_why_a_decision_stands_is_said(cast: Cast, open_tab: OpenTab, asked: Tab) -> None:
    tab, state = open_list(open_tab)
    request = state.waiting[0].id
    tab.send(LateChangesState.approve, request)
    with session_scope() as session:
        decided = session.get_one(ChangeRequest, int(request))
        decided.decided_at = clock.now() - timedelta(hours=25)
    words = "Решено слишком давно, чтобы отменить: попросите о новом исправлении"
    assert said(tab.send(LateChangesState.undo, request)) == [("error", words)]
    with session_scope() as session:
        session.get_one(ChangeRequest, int(request)).decided_at = clock.now()
    with session_scope() as session:
        session.query(Mark).one().value = "4"
    words = "Тем временем эту клетку изменили: спросите учителя"
    assert said(tab.send(LateChangesState.undo, request)) == [("error", words)]
    lesson = cast.lesson("maths", date(2026, 11, 9)).id
    more = {"id": "more", "p": f"P{cast.id_of('pupil')}", "c": f"L{lesson}", "v": "3", "reason": "Пересдача"}
    asked.send(JournalState.put, [more])
    words = "Тем временем об этой клетке пришёл новый запрос"
    assert said(tab.send(LateChangesState.undo, request)) == [("error", words)]


def test_of_one_request_only_the_latest_word_stands(open_tab: OpenTab, asked: Tab) -> None:
    tab, state = open_list(open_tab)
    request = state.waiting[0].id
    words = [*tab.send(LateChangesState.approve, request), *tab.send(LateChangesState.undo, request)]
    assert [f'"late-change-{request}"' in str(toast.args) for toast in words] == [True, True]
