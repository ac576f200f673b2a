"""Substitutions on their page: an absence, its lessons, who gives them, and what everybody sees of it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from ejournal import limits
from ejournal.database import session_scope
from ejournal.models import Lesson, LessonStatus, Substitution, SubstitutionKind, TeacherAbsence
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.schedule.state import ScheduleState
from ejournal.pages.substitutions.change_state import AbsenceChangeState
from ejournal.pages.substitutions.cover_state import CoverState
from ejournal.pages.substitutions.journal_state import SubstitutionJournalState
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.state import SubstitutionsState
from ejournal.services.base.topics import course_topic, pupil_topic, schedule_topic
from ejournal.ui.runtime import live
from ejournal.ui.runtime.transaction import transact
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

MONDAY = date(2026, 11, 23)
FORM = {
    "starts": MONDAY.isoformat(),
    "ends": "2026-11-27",
    "from_number": "",
    "to_number": "",
    "reason": "sick_leave",
    "absence_order": "12-з",
    "absence_note": "Грипп",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The topics of what is told to other tabs."""
    heard: list[str] = []

    async def tell(news: list[tuple[str, dict[str, Any]]], origin: str = "") -> None:
        heard.extend(topic for topic, _ in news)

    monkeypatch.setattr(live, "tell", tell)
    return heard


@pytest.fixture
def tab(cast: Cast, open_tab: OpenTab, told: list[str]) -> Tab:
    """The deputy head on Котова's absence of next week, just entered."""
    tab = open_tab("deputy", "/substitutions")
    tab.send(SubstitutionsState.load)
    tab.send(SubstitutionsState.begin_absence)
    teacher = str(cast.id_of("class_teacher"))
    [(kind, address)] = said(tab.send(SubstitutionsState.enter_absence, FORM | {"teacher": teacher}))
    assert kind == "redirect"
    tab.go(address)
    tab.send(SubstitutionsState.load)
    return tab


def page(tab: Tab) -> SubstitutionsState:
    return tab.state(SubstitutionsState)


def open_first(tab: Tab) -> str:
    """Open the dialog of the absence's first lesson."""
    lesson = page(tab).lessons[0].id
    tab.send(SubstitutionsState.open_lesson, lesson)
    return lesson


def stored(lesson: str) -> tuple[Lesson, Substitution | None]:
    with session_scope(writing=False) as session:
        row = session.scalars(select(Substitution).where(Substitution.lesson_id == int(lesson))).first()
        return session.get_one(Lesson, int(lesson)), row


@pytest.mark.parametrize(
    ("note", "shown"), [("Больничный лист", "больничный"), ("Грипп", "больничный · Грипп")]
)
def test_a_note_that_says_the_reason_again_is_not_shown(
    cast: Cast, open_tab: OpenTab, note: str, shown: str
) -> None:
    tab = open_tab("deputy", "/substitutions")
    tab.send(SubstitutionsState.load)
    form = FORM | {"teacher": str(cast.id_of("class_teacher")), "absence_note": note}
    [(_, address)] = said(tab.send(SubstitutionsState.enter_absence, form))
    tab.go(address)
    tab.send(SubstitutionsState.load)
    assert next(one.note for one in page(tab).absences if one.id == page(tab).absence).endswith(f" · {shown}")


def test_an_absence_is_entered_and_shows_its_lessons(tab: Tab) -> None:
    state = page(tab)
    assert not state.entering
    shown = next(one for one in state.absences if one.id == state.absence)
    assert (shown.teacher, shown.settled, shown.done) == ("И. С. Котова", "устроено 0 из 3", False)
    assert "23–27\u00a0ноября" in shown.note
    assert "Грипп" in shown.note
    assert [(one.lead, one.title, one.settled) for one in state.lessons] == [
        ("2‑й урок", "Математика, 6 «Б»", False),
        ("3‑й урок", "Математика, 6 «Б»", False),
        ("3‑й урок", "Математика, 6 «Б»", False),
    ]
    assert [one.first_of_day for one in state.lessons] == [True, True, True]


def test_the_best_candidate_is_assigned_and_everybody_sees_it(
    cast: Cast, tab: Tab, open_tab: OpenTab, told: list[str]
) -> None:
    lesson = open_first(tab)
    best = next(one for one in page(tab).candidates if one.best)
    assert best.free
    assert best == page(tab).candidates[0]
    tab.send(SubstitutionsState.write_task, "Решить № 5–9")
    tab.send(SubstitutionsState.write_order, "14-з")
    told.clear()
    [(kind, _)] = said(tab.send(SubstitutionsState.assign, best.id))
    assert kind == "success"
    concerned = {pupil_topic(cast.id_of(name)) for name in ("pupil", "classmate", "arrived")}
    assert {topic for topic in told if topic.startswith("pupil:")} == concerned
    assert schedule_topic(cast.schools["a"].id or 0) in told
    assert course_topic(cast.courses["maths"].id or 0) in told
    assert (page(tab).lesson.id, page(tab).candidates) == ("", [])
    assert page(tab).lessons[0].settled
    _, row = stored(lesson)
    assert row is not None
    assert (str(row.substitute_id), row.order_number, row.paid) == (best.id, "14-з", True)
    assert page(tab).lessons[0].task == "Решить № 5–9"
    name = page(tab).lessons[0].outcome.partition(": ")[2]
    assert name
    diary = open_tab("pupil", f"/diary?day={MONDAY}")
    diary.send(DiaryState.load)
    assert name in diary.shown()
    schedule = open_tab("pupil", f"/schedule?by=child&child={cast.id_of('pupil')}&day={MONDAY}")
    schedule.send(ScheduleState.load)
    assert name in schedule.shown().replace("\xa0", " ")
    assert "Решить № 5–9" not in schedule.shown()  # the task is the substitute's


def test_what_was_done_is_taken_back(tab: Tab, open_tab: OpenTab) -> None:
    lesson = open_first(tab)
    tab.send(SubstitutionsState.assign, page(tab).candidates[0].id)
    [(kind, _)] = said(tab.send(SubstitutionsState.restore, lesson))
    assert kind == "success"
    assert not page(tab).lessons[0].settled
    found, row = stored(lesson)
    assert (found.substitute_id, row) == (None, None)


def test_a_teacher_who_has_become_busy_is_refused_in_words(cast: Cast, tab: Tab) -> None:
    lesson = open_first(tab)
    [(kind, words)] = said(tab.send(SubstitutionsState.assign, str(cast.id_of("substitute"))))
    assert (kind, words) == ("error", "В это время у учителя урок: Миронова О. Л.")
    assert page(tab).lesson.id == lesson
    assert stored(lesson)[1] is None


def test_a_lesson_falls_out_with_its_reason_only(tab: Tab) -> None:
    lesson = open_first(tab)
    tab.send(SubstitutionsState.begin_cancel)
    tab.send(SubstitutionsState.cancel_lesson, {"cancel_reason": "  "})
    assert page(tab).errors == {"cancel_reason": "Укажите, почему урок отменяется"}
    assert (page(tab).cancelling, page(tab).lesson.id) == (True, lesson)  # the form stays open
    tab.send(SubstitutionsState.cancel_lesson, {"cancel_reason": "Карантин"})
    assert page(tab).errors == {}
    found, row = stored(lesson)
    assert found.status is LessonStatus.CANCELLED
    assert row is not None
    assert row.cancelled_reason == "Карантин"
    assert page(tab).lessons[0].settled


def test_a_lesson_is_moved_to_where_class_and_teacher_are_free(tab: Tab) -> None:
    lesson = open_first(tab)
    tab.send(SubstitutionsState.begin_move)
    tab.send(SubstitutionsState.move_lesson, {"move_day": "2026-12-02", "move_number": ""})
    assert list(page(tab).errors) == ["move_number"]
    tab.send(SubstitutionsState.move_lesson, {"move_day": "2026-11-23", "move_number": "3"})
    assert list(page(tab).errors) == ["move_number"]  # the class has Russian then
    tab.send(SubstitutionsState.move_lesson, {"move_day": "2027-07-01", "move_number": "3"})
    assert list(page(tab).errors) == ["move_day"]
    assert page(tab).moving
    tab.send(SubstitutionsState.move_lesson, {"move_day": "2026-12-02", "move_number": "6"})
    found, row = stored(lesson)
    assert (found.day, found.number) == (date(2026, 12, 2), 6)
    assert row is not None
    assert row.kind is SubstitutionKind.MOVED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts": ""}, "starts"),
        ({"ends": "2026-11-20"}, "ends"),
        ({"reason": "holiday"}, "reason"),
        ({"from_number": "5", "to_number": "2"}, "to_number"),
        ({"absence_note": "о" * 401}, "absence_note"),
        ({"absence_order": "1" * 41}, "absence_order"),
    ],
)
def test_what_is_wrong_stands_by_its_field_and_the_form_stays(
    cast: Cast, open_tab: OpenTab, wrong: dict[str, str], field: str
) -> None:
    tab = open_tab("deputy", "/substitutions")
    tab.send(SubstitutionsState.load)
    tab.send(SubstitutionsState.begin_absence)
    form = FORM | {"teacher": str(cast.id_of("teacher"))} | wrong
    assert tab.send(SubstitutionsState.enter_absence, form) == []
    assert list(page(tab).errors) == [field]
    assert page(tab).entering
    with session_scope(writing=False) as session:
        absences = session.scalars(
            select(TeacherAbsence.id).where(col(TeacherAbsence.teacher_id) == cast.id_of("teacher"))
        ).all()
    assert absences == []


def test_a_teacher_reports_an_absence_and_the_deputy_head_accepts_it(
    cast: Cast, open_tab: OpenTab, told: list[str]
) -> None:
    deputy = open_tab("deputy", "/substitutions")
    deputy.send(SubstitutionsState.load)
    own = open_tab("teacher", "/absence")
    own.send(OwnAbsenceState.load)
    form = {"starts": MONDAY.isoformat(), "ends": "", "reason": "sick_leave", "absence_note": "Температура"}
    [(kind, _)] = said(own.send(OwnAbsenceState.report, form))
    assert kind == "success"
    [mine] = own.state(OwnAbsenceState).own_absences
    assert mine.waiting
    assert schedule_topic(cast.schools["a"].id or 0) in told
    transact(page(deputy), lambda work: page(deputy)._live(work, "", {}), False)
    # What comes while the page is open stands at its end: nothing slides under the pointer.
    first = page(deputy).absences[-1]
    assert (first.teacher, first.waiting, first.own) == ("П. И. Соколов", True, True)
    assert waiting(page(deputy)) == 1
    words = said(deputy.send(SubstitutionsState.approve, first.id))
    assert words == [("success", "Принято. Сообщено 1 человеку")]
    assert (page(deputy).absences[-1].waiting, waiting(page(deputy))) == (False, 0)
    own.send(OwnAbsenceState.load)
    [mine] = own.state(OwnAbsenceState).own_absences
    assert (mine.waiting, mine.declined) == (False, False)
    assert [kind for kind, _ in said(deputy.send(SubstitutionsState.decline, first.id))] == ["error"]


def test_teachers_see_their_own_absences_only(cast: Cast, tab: Tab, open_tab: OpenTab) -> None:
    own = open_tab("teacher", "/absence")
    own.send(OwnAbsenceState.load)
    assert own.state(OwnAbsenceState).own_absences == []
    assert "Грипп" not in own.shown()
    deputy = open_tab("deputy", "/absence")  # sees everybody's as a deputy head, but not here
    deputy.send(OwnAbsenceState.load)
    assert deputy.state(OwnAbsenceState).own_absences == []


def test_the_past_is_entered_by_the_deputy_head(open_tab: OpenTab) -> None:
    own = open_tab("teacher", "/absence")
    own.send(OwnAbsenceState.load)
    own.send(OwnAbsenceState.report, {"starts": "2026-11-19", "reason": "sick_leave"})
    assert list(own.state(OwnAbsenceState).errors) == ["starts"]


def test_the_journal_of_a_month_has_its_lines_and_hours(tab: Tab) -> None:
    open_first(tab)
    tab.send(SubstitutionsState.assign, page(tab).candidates[0].id)
    tab.go("/substitutions/journal?month=2026-11")
    tab.send(SubstitutionJournalState.load)
    state = tab.state(SubstitutionJournalState)
    assert (state.month_title, state.previous_month, state.next_month) == (
        "Ноябрь 2026", "2026-10", "2026-12",
    )  # fmt: skip
    assert [(one.number, one.absent, one.reason, one.hours) for one in state.lines][-1] == (
        "2", "И. С. Котова", "больничный", "1",
    )  # fmt: skip
    assert state.lines[-1].order == "12-з"
    assert all(one.hours == "1 час" for one in state.hours)
    tab.go("/substitutions/journal?month=2026-12")
    tab.send(SubstitutionJournalState.load)
    assert (state.lines, state.hours) == ([], [])


def test_the_absent_teacher_leaves_a_task_and_the_substitute_reads_it(
    cast: Cast, tab: Tab, open_tab: OpenTab
) -> None:
    own = open_tab("class_teacher", "/absence")
    own.send(OwnAbsenceState.load)
    state = own.state(OwnAbsenceState)
    assert [(one.may_leave, one.outcome) for one in state.own_lessons] == [(True, "замены пока нет")] * 3
    lesson = state.own_lessons[0].id
    own.send(OwnAbsenceState.open_task, lesson)
    own.send(OwnAbsenceState.leave_task, {"left_task": "о" * 1001})
    assert (list(state.errors), state.task_of.id) == (["left_task"], lesson)
    [_, (kind, _)] = said(own.send(OwnAbsenceState.leave_task, {"left_task": "Контурная карта"}))
    assert kind == "success"
    assert (state.own_lessons[0].task, state.task_of.id) == ("Контурная карта", "")
    transact(page(tab), lambda work: page(tab)._live(work, "", {}), False)
    assert open_first(tab) == lesson
    assert page(tab).task == "Контурная карта"
    tab.send(SubstitutionsState.assign, str(cast.id_of("teacher")))
    substitute = open_tab("teacher", f"/schedule?by=own&day={MONDAY}")
    substitute.send(ScheduleState.load)
    assert "Контурная карта" in substitute.shown()
    other = open_tab("teacher_parent", "/absence")
    other.send(OwnAbsenceState.load)
    other.send(OwnAbsenceState.open_task, lesson)
    assert [kind for kind, _ in said(other.send(OwnAbsenceState.leave_task, {"left_task": "Чужое"}))] == [
        "error"
    ]
    transact(state, lambda work: state._live(work, "", {}), False)
    assert state.own_lessons[0].task == "Контурная карта"


@pytest.mark.parametrize(("field", "limit"), [("task", limits.TASK), ("order_number", limits.ORDER_NUMBER)])
def test_a_lesson_is_not_given_away_without_the_words_that_were_too_long_to_keep(
    cast: Cast, tab: Tab, field: str, limit: int
) -> None:
    lesson, substitute = open_first(tab), str(cast.id_of("teacher"))
    write = SubstitutionsState.write_task if field == "task" else SubstitutionsState.write_order
    tab.send(write, "ж" * (limit + 1))
    tab.send(SubstitutionsState.assign, substitute)
    assert page(tab).errors == {field: f"Слишком длинно: не больше {limit} знаков"}
    assert stored(lesson)[1] is None
    tab.send(write, "ж" * limit)
    tab.send(SubstitutionsState.assign, substitute)
    assert stored(lesson)[1] is not None


def test_a_deputy_head_leaves_the_task_before_anybody_is_found(
    cast: Cast, tab: Tab, open_tab: OpenTab, told: list[str]
) -> None:
    lesson = page(tab).lessons[0].id
    tab.send(SubstitutionsState.open_task, lesson)
    told.clear()
    [_, (kind, _)] = said(tab.send(SubstitutionsState.leave_task, {"left_task": "Контурная карта"}))
    assert kind == "success"
    course, school = cast.courses["maths"].id or 0, cast.schools["a"].id or 0
    assert set(told) == {schedule_topic(school), course_topic(course)}
    assert (page(tab).lessons[0].task, page(tab).task_of.id) == ("Контурная карта", "")
    open_first(tab)
    tab.send(SubstitutionsState.assign, str(cast.id_of("teacher")))
    journal = open_tab("teacher", f"/journal?course={cast.courses['maths'].id}&lesson=L{lesson}")
    journal.send(JournalState.load)
    line = journal.state(JournalState).lesson
    assert (line.task, line.task_by) == ("Контурная карта", "Е. В. Громова")
    tab.send(SubstitutionsState.open_task, lesson)
    [_, taken_back] = said(tab.send(SubstitutionsState.leave_task, {"left_task": " "}))
    assert (taken_back, page(tab).lessons[0].task) == (("success", "Задание убрано"), "")


def test_a_deputy_head_with_an_old_page_does_not_write_over_another(
    cast: Cast, tab: Tab, open_tab: OpenTab
) -> None:
    other = open_tab("deputy", f"/substitutions?absence={page(tab).absence}")
    other.send(SubstitutionsState.load)
    lesson = open_first(other)
    open_first(tab)
    tab.send(SubstitutionsState.assign, str(cast.id_of("teacher")))
    [(kind, words)] = said(other.send(SubstitutionsState.assign, str(cast.id_of("deputy"))))
    assert kind == "error"
    assert "уже" in words
    assert stored(lesson)[0].substitute_id == cast.id_of("teacher")


def test_an_absence_entered_too_long_is_shortened_after_a_look_at_its_lessons(
    cast: Cast, tab: Tab, told: list[str]
) -> None:
    change = tab.state(AbsenceChangeState)
    last = page(tab).lessons[-1].id
    tab.send(SubstitutionsState.open_lesson, last)
    tab.send(SubstitutionsState.assign, page(tab).candidates[0].id)
    tab.send(AbsenceChangeState.begin_change)
    assert (change.changing.ends, change.foreseen) == ("2026-11-27", False)
    tab.send(AbsenceChangeState.foresee, {"last_day": "2026-11-20"})
    assert (list(change.errors), change.foreseen) == (["last_day"], False)
    tab.send(AbsenceChangeState.foresee, {"last_day": "2026-11-26"})
    assert ([one.id for one in change.returning], change.staying) == ([last], [])
    told.clear()
    [(kind, _)] = said(tab.send(AbsenceChangeState.agree))
    assert kind == "success"
    assert course_topic(cast.courses["maths"].id or 0) in told
    assert pupil_topic(cast.id_of("pupil")) in told
    assert change.changing.id == ""
    assert len(page(tab).lessons) == 2
    assert stored(last)[0].substitute_id is None


def test_an_absence_entered_by_mistake_is_taken_back(tab: Tab) -> None:
    absence = page(tab).absence
    tab.send(AbsenceChangeState.begin_change)
    tab.send(AbsenceChangeState.foresee_withdrawal)
    assert tab.state(AbsenceChangeState).withdrawing
    answers = said(tab.send(AbsenceChangeState.agree))
    assert [kind for kind, _ in answers] == ["redirect", "success"]
    tab.go("/substitutions")
    tab.send(SubstitutionsState.load)
    assert absence not in {one.id for one in page(tab).absences}


def waiting(state: SubstitutionsState) -> int:
    """The number at the place in the navigation."""
    return next(place.unread for place in state.places if place.key == "substitutions")


def report(open_tab: OpenTab, *names: str) -> None:
    """The teachers say that they will be away."""
    form = {"starts": MONDAY.isoformat(), "ends": "", "reason": "sick_leave", "absence_note": ""}
    for name in names:
        own = open_tab(name, "/absence")
        own.send(OwnAbsenceState.load)
        assert said(own.send(OwnAbsenceState.report, form))[0][0] == "success"


def test_a_decided_report_stays_in_its_line_and_is_undone_there(cast: Cast, open_tab: OpenTab) -> None:
    report(open_tab, "teacher", "substitute", "teacher_parent")
    tab = open_tab("deputy", "/substitutions")
    tab.send(SubstitutionsState.load)
    state = page(tab)
    places = [one.id for one in state.absences]
    first = next(one.id for one in state.absences if one.waiting)
    for event in (SubstitutionsState.approve, SubstitutionsState.decline):
        assert said(tab.send(event, first))[0][0] == "success"
        assert [one.id for one in state.absences] == places
        assert [one.may_undo for one in state.absences if one.id == first] == [True]
        assert said(tab.send(event, first)) == [("error", "Решение уже принято")]
        [(kind, words)] = said(tab.send(SubstitutionsState.reopen, first))
        assert (kind, words) == ("success", "Решение отменено, сообщение снова ждёт")
        assert [one.waiting for one in state.absences if one.id == first] == [True]
    tab.send(SubstitutionsState.load)
    assert not any(one.may_undo for one in state.absences)


def test_nobody_is_away_whom_nobody_has_chosen(cast: Cast, open_tab: OpenTab, told: list[str]) -> None:
    tab = open_tab("deputy", "/substitutions")
    tab.send(SubstitutionsState.load)
    tab.send(SubstitutionsState.begin_absence)
    assert tab.send(SubstitutionsState.enter_absence, FORM | {"teacher": ""}) == []
    assert page(tab).errors == {"teacher": "Выберите из списка"}
    teacher = str(cast.id_of("teacher"))
    assert tab.send(SubstitutionsState.enter_absence, FORM | {"teacher": teacher, "reason": ""}) == []
    assert page(tab).errors == {"reason": "Выберите причину"}
    own = open_tab("teacher", "/absence")
    own.send(OwnAbsenceState.load)
    assert own.send(OwnAbsenceState.report, {"starts": MONDAY.isoformat(), "ends": "", "reason": ""}) == []
    assert own.state(OwnAbsenceState).errors == {"reason": "Выберите причину"}


def settled(tab: Tab) -> str:
    """What the list says of the open absence."""
    [found] = [one.settled for one in page(tab).absences if one.id == page(tab).absence]
    return found


def test_the_best_for_all_lessons_are_seen_before_they_are_set(cast: Cast, tab: Tab, told: list[str]) -> None:
    assert page(tab).unsettled == 3
    tab.send(CoverState.begin_cover)
    state = tab.state(CoverState)
    assert (state.covering, state.cover_words, len(state.cover)) == (True, "Назначить на 3 урока", 3)
    assert state.cover[0].title == "Математика, 6 «Б»"
    assert state.cover[0].when == "Понедельник, 23\u00a0ноября, 2‑й урок"
    assert all(one.teacher and one.reasons for one in state.cover)
    assert page(tab).unsettled == 3
    told.clear()
    [(kind, words)] = said(tab.send(CoverState.agree_cover))
    assert (kind, words.startswith("Назначено 3 замены. Сообщено ")) == ("success", True)
    assert words.endswith("Нет учётной записи: Дроздова Инна, Петров Глеб")
    assert (page(tab).unsettled, state.covering) == (0, False)
    assert settled(tab) == "устроено 3 из 3"
    assert [topic for topic in told if topic.startswith("course:")] == [
        course_topic(cast.courses["maths"].id or 0)
    ]
    [(kind, words)] = said(tab.send(CoverState.undo_cover))
    assert (kind, words.startswith("Отменено 3 замены. Сообщено ")) == ("success", True)
    assert page(tab).unsettled == 3


def test_a_substitute_who_is_away_too_is_said_and_the_lesson_is_open_again(
    cast: Cast, tab: Tab, told: list[str]
) -> None:
    lesson = open_first(tab)
    tab.send(SubstitutionsState.assign, str(cast.id_of("teacher_parent")))
    assert settled(tab) == "устроено 1 из 3"
    form = FORM | {"teacher": str(cast.id_of("teacher_parent")), "ends": MONDAY.isoformat()}
    tab.send(SubstitutionsState.enter_absence, form)
    tab.send(SubstitutionsState.load)
    row = next(one for one in page(tab).lessons if one.id == lesson)
    assert (row.settled, row.arranged) == (False, True)
    assert row.outcome.endswith("А. Ю. Зайцев · тоже отсутствует")
    assert settled(tab) == "устроено 0 из 3"


def test_why_a_report_s_decision_stands_and_a_plan_is_not_carried_out_is_said(
    cast: Cast, open_tab: OpenTab, told: list[str]
) -> None:
    report(open_tab, "teacher")
    tab = open_tab("deputy", "/substitutions")
    tab.send(SubstitutionsState.load)
    number = next(one.id for one in page(tab).absences if one.waiting)
    words = "По этому отсутствию ничего не решено"
    assert said(tab.send(SubstitutionsState.reopen, number)) == [("error", words)]
    tab.send(SubstitutionsState.approve, number)
    tab.go(f"/substitutions?absence={number}")
    tab.send(SubstitutionsState.load)
    tab.send(CoverState.begin_cover)
    tab.send(CoverState.agree_cover)
    words = "Теперь свободны другие учителя: посмотрите список ещё раз"
    assert said(tab.send(CoverState.agree_cover)) == [("error", words)]
    words = "Уроки этого отсутствия уже устроены: сначала отмените их замены"
    assert said(tab.send(SubstitutionsState.reopen, number)) == [("error", words)]
