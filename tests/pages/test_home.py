"""The main page: the substitute's task, what families announce, journals to look into; all of it live."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import AbsenceNotice, AbsenceReason, Lesson
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.diary_absences.state import DiaryAbsencesState
from ejournal.pages.home.state import HomeState
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.services.base.topics import class_topic, schedule_topic
from ejournal.services.journal.term_marks import TermMarkOp, put_term_marks
from ejournal.services.substitutions.absences import enter_absence
from ejournal.services.substitutions.arranging import assign
from ejournal.services.substitutions.tasks import leave_task
from ejournal.settings import settings
from ejournal.ui.runtime import live
from ejournal.ui.runtime.transaction import transact
from ejournal.ui.runtime.work import Work
from tests.cast import DAY, Cast, all_sign_in
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.journal_helpers import op, put_one, set_window


def home(open_tab: OpenTab, name: str) -> tuple[Tab, HomeState]:
    tab = open_tab(name, "/")
    tab.send(HomeState.load)
    return tab, tab.state(HomeState)


def news(state: HomeState | ClassState, topic: str) -> None:
    """What the page does when the topic is told, if it follows it."""

    def act(work: Work) -> None:
        assert topic in state._topics(work)
        state._live(work, topic, {})

    transact(state, act, False)


def test_the_substitute_finds_the_task_among_todays_lessons(cast: Cast, open_tab: OpenTab) -> None:
    _, state = home(open_tab, "deputy")
    assert state.lessons == []
    lesson = cast.lesson("maths", DAY).id or 0
    with session_scope() as session:
        deputy = actor_of(session, cast.token("deputy"))
        assert deputy is not None
        leave_task(session, deputy, lesson, "§ 5, вопросы")
        assign(session, deputy, lesson, cast.id_of("substitute"))
    _, state = home(open_tab, "substitute")
    tasks = [one.task for one in state.lessons if one.id == lesson]
    assert tasks == ["Задание (Е. В. Громова): § 5, вопросы"]
    with session_scope() as session:
        deputy = actor_of(session, cast.token("deputy"))
        assert deputy is not None
        leave_task(session, deputy, lesson, "")
    news(state, schedule_topic(cast.schools["a"].id or 0))
    assert [one.task for one in state.lessons if one.id == lesson] == [""]


def test_the_class_teacher_sees_what_a_family_announces_without_a_reload(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    async def tell(found: list[tuple[str, dict[str, Any]]], origin: str = "") -> None:
        heard.extend(topic for topic, _ in found)

    monkeypatch.setattr(live, "tell", tell)
    _, state = home(open_tab, "class_teacher")
    assert state.announced == []
    overview = open_tab("class_teacher", "/class")
    overview.send(ClassState.load)
    family = open_tab("guardian", "/diary/absences")
    family.send(DiaryAbsencesState.load)
    family.send(DiaryAbsencesState.open_form)
    family.send(DiaryAbsencesState.set_code, "ill")
    family.send(DiaryAbsencesState.announce, {"starts": str(DAY), "ends": str(DAY), "note": "Температура"})
    topic = class_topic(cast.classes["6b"].id or 0)
    assert topic in heard
    news(state, topic)
    assert [(one.title, one.note, one.href) for one in state.announced] == [
        ("Лебедева Анна", "20\u00a0ноября · Болезнь · Температура", "/class")
    ]
    news(overview.state(ClassState), topic)
    assert [one.name for one in overview.state(ClassState).announced] == ["Лебедева Анна"]
    family.send(DiaryAbsencesState.withdraw, family.state(DiaryAbsencesState).notices[0].id)
    news(state, topic)
    assert state.announced == []


def test_a_journal_that_is_not_filled_opens_at_its_oldest_lesson(cast: Cast, open_tab: OpenTab) -> None:
    lesson = cast.lesson("maths", date(2026, 11, 12))
    with session_scope() as session:
        session.get_one(Lesson, lesson.id).topic = ""
    _, state = home(open_tab, "deputy")
    row = next(one for one in state.teachers if one.title == "И. С. Котова")
    assert row.href.startswith(f"/journal?course={lesson.course_id}&lesson=L")


AWAY = {"starts": "2026-11-23", "ends": "2026-11-23", "reason": "sick_leave", "absence_note": ""}


def test_what_waits_for_a_head_stands_in_groups_the_nearest_first(cast: Cast, open_tab: OpenTab) -> None:
    _, state = home(open_tab, "deputy")
    assert (state.waiting, state.leads) == ([], True)
    own = open_tab("teacher", "/absence")
    own.send(OwnAbsenceState.load)
    own.send(OwnAbsenceState.report, AWAY)
    topic = schedule_topic(cast.schools["a"].id or 0)
    news(state, topic)
    [group] = state.waiting
    assert (group.number, group.phrase, group.href) == (
        1,
        "учитель сообщает, что не придёт",
        "/substitutions",
    )
    assert [(one.lead, one.text) for one in group.lines] == [("П. И. Соколов", "23\u00a0ноября, больничный")]
    with session_scope() as session:
        deputy = actor_of(session, cast.token("deputy"))
        assert deputy is not None
        who, last = cast.id_of("class_teacher"), date(2026, 11, 27)
        enter_absence(session, deputy, who, date(2026, 11, 23), last, AbsenceReason.SICK_LEAVE)
    news(state, topic)
    assert [(one.number, one.phrase, one.action) for one in state.waiting] == [
        (3, "урока без учителя", "Назначить замены"),
        (1, "учитель сообщает, что не придёт", "Разобрать"),
    ]
    assert state.waiting[0].lines[0].lead == "23\u00a0ноября, 2\u2011й урок"
    assert state.waiting[0].lines[0].text == "Математика, 6 «Б» · И. С. Котова"
    _, again = home(open_tab, "director")
    assert next(place.unread for place in again.places if place.key == "substitutions") == 1


def test_late_changes_wait_with_their_lines(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        cast.session = session
        set_window(cast, 3)
        put_one(cast, op(cast, "5", day=date(2026, 11, 9), reason="Нашлась работа"))
    _, state = home(open_tab, "director")
    [group] = state.waiting
    assert (group.number, group.phrase) == (1, "исправление старой отметки")
    assert [(one.lead, one.text) for one in group.lines] == [
        ("Математика, 6 «Б»", "Лебедева Анна: пусто → 5, 9\u00a0ноября")
    ]


def test_a_late_mark_of_a_term_waits_with_its_term(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        cast.session = session
        entry = TermMarkOp("1", cast.id_of("pupil"), "1", "4", reason="Пересдал")
        teacher, course = cast.actor("class_teacher"), cast.courses["maths"].id or 0
        put_term_marks(session, teacher, course, [entry], clock.now())
    _, state = home(open_tab, "director")
    [group] = state.waiting
    assert [(one.lead, one.text) for one in group.lines] == [
        ("Математика, 6 «Б»", "Лебедева Анна: пусто → 4, I четверть")
    ]


def test_a_lesson_says_what_it_lacks_and_all_is_done_only_when_it_is(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime(2026, 11, 20, 15, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: evening)
    maths = col(Lesson.id) == cast.lessons["maths"].id
    with session_scope() as session:
        all_sign_in(session, evening)
        session.execute(update(Lesson).values(topic="Тема", roll_called=True))
        session.execute(update(Lesson).where(maths).values(topic="", roll_called=False))
    tab, state = home(open_tab, "class_teacher")
    [row] = [one for one in state.lessons if one.id == cast.lessons["maths"].id]
    assert (row.state, row.lacks) == ("lacking", "нет темы и переклички")
    assert [one.title for one in state.tasks] == ["Не записана тема"]
    for values, lacks, tasks in (
        ({"topic": "Дроби"}, "нет переклички", ["Не проведена перекличка"]),
        ({"roll_called": True}, "", []),
    ):
        with session_scope() as session:
            session.execute(update(Lesson).where(maths).values(**values))
        tab.send(HomeState.load)
        [row] = [one for one in state.lessons if one.id == cast.lessons["maths"].id]
        assert (row.lacks, [one.title for one in state.tasks]) == (lacks, tasks)
    assert row.state == "recorded"


def test_a_family_finds_new_marks_and_the_way_to_announce_an_absence(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        cast.session = session
        put_one(cast, op(cast, "5", day=date(2026, 11, 16)))
        put_one(cast, op(cast, "4"))
    _, state = home(open_tab, "guardian")
    anna, lev = state.families
    assert [(one.subject, one.value, one.note) for one in anna.fresh] == [
        ("Математика", "5", "Ответ, 16\u00a0ноября")
    ], "what stands in today's lesson is not said twice"
    assert anna.fresh[0].href == f"/diary?child={cast.id_of('pupil')}&day=2026-11-16"
    assert {one.href for one in anna.lessons} == {f"/diary?child={cast.id_of('pupil')}&day=2026-11-20"}
    assert (anna.announce, lev.announce) == ("Сообщить об отсутствии: Анна", "Сообщить об отсутствии: Лев")
    form = open_tab("guardian", lev.announce_href)
    form.send(DiaryAbsencesState.load)
    opened = form.state(DiaryAbsencesState)
    assert (opened.form_open, opened.child_name, opened.code) == (True, "Лев, 2 «А»", "")
    _, own = home(open_tab, "pupil")
    assert [one.announce for one in own.families] == [""]


def test_no_reason_of_an_absence_is_chosen_already(cast: Cast, open_tab: OpenTab) -> None:
    family = open_tab("guardian", f"/diary/absences?child={cast.id_of('pupil')}&announce=yes")
    family.send(DiaryAbsencesState.load)
    form = {"starts": str(DAY), "ends": str(DAY), "note": ""}
    assert family.send(DiaryAbsencesState.announce, form) == []
    assert family.state(DiaryAbsencesState).errors == {"code": "Выберите причину"}
    family.send(DiaryAbsencesState.set_code, "ill")
    told = said(family.send(DiaryAbsencesState.announce, form))
    assert told[-1] == ("success", "Отсутствие записано. Сообщено 1 человеку")
    assert said(family.send(DiaryAbsencesState.announce, form))[-1] == ("success", "Отсутствие записано")
    pupil = open_tab("pupil", "/diary/absences?announce=yes")
    pupil.send(DiaryAbsencesState.load)
    assert not pupil.state(DiaryAbsencesState).form_open


def test_heads_go_to_the_classes_and_class_teachers_to_their_own(cast: Cast, open_tab: OpenTab) -> None:
    titles = {}
    for name in ("deputy", "director", "class_teacher"):
        _, state = home(open_tab, name)
        titles[name] = next(place.title_ru for place in state.places if place.key == "class")
    assert titles == {"deputy": "Классы", "director": "Классы", "class_teacher": "Мой класс"}


def test_an_e_mail_that_nobody_confirmed_is_offered_to_be_by_one_press(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home(open_tab, "pupil")[1].unconfirmed == ""  # no mail is sent here
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    tab, state = home(open_tab, "pupil")
    assert state.unconfirmed.startswith("Почта pupil@example.test не подтверждена")
    [(_, words)] = said(tab.send(HomeState.confirm_email))
    assert words == "Письмо ушло на pupil@example.test: откройте адрес из него"
    assert (state.unconfirmed, home(open_tab, "pupil")[1].unconfirmed) == ("", "")


def test_an_absence_that_had_waited_is_announced_once_or_refused_in_words(
    cast: Cast, open_tab: OpenTab
) -> None:
    tab, state = home(open_tab, "guardian")
    child = str(cast.id_of("pupil"))
    waited = ("unsent-absence:1", child, "2026-11-23", "2026-11-24", "ill", "Простуда")
    for turn in range(2):  # the first answer was lost
        [(kind, words)] = said(tab.send(HomeState.send_absence, *waited))
        assert (kind, words.split(".")[0]) == ("success", "Отсутствие записано")
        assert state.unsent == {"id": waited[0], "error": "", "seq": turn + 1}
    with session_scope() as session:
        [notice] = session.scalars(select(AbsenceNotice).where(col(AbsenceNotice.note) == "Простуда"))
        notice.confirmed_at = clock.now()
    tab.send(HomeState.send_absence, *waited)
    with session_scope(writing=False) as session:
        found = session.scalars(select(AbsenceNotice).where(col(AbsenceNotice.note) == "Простуда")).all()
        assert len(found) == 1
    assert tab.send(HomeState.send_absence, waited[0], child, "2026-10-01", "2026-10-01", "ill", "") == []
    assert state.unsent["error"] == "Здесь можно сообщить об отсутствии не старше недели"
    assert tab.send(HomeState.send_absence, waited[0], child, "2026-11-23", "2026-11-23", "н", "") == []
    assert state.unsent["error"] == "Выберите причину"
