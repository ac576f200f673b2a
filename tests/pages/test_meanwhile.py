"""What has become impossible between a look and a press is said in its words, and nothing is done."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import col, delete, update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.i18n import gettext
from ejournal.models import (
    AbsenceNotice,
    Acknowledgement,
    Attendance,
    Exemption,
    KindOfWork,
    LessonStatus,
    Mark,
    Role,
    RoleGrant,
)
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.diary_absences.state import DiaryAbsencesState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.late_changes.state import LateChangesState
from ejournal.pages.school_settings.state.kinds import KindsState
from ejournal.pages.substitutions.change_state import AbsenceChangeState as Change
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.state import SubstitutionsState
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.pages.refusals.substitutions import absence_of_the_cast
from tests.pages.test_diary_pages import note_absence, within
from tests.pages.test_late_changes import asked  # noqa: F401 - a fixture

MONDAY = date(2026, 11, 23)


def error(message: str, **params: Any) -> list[tuple[str, str]]:
    return [("error", gettext("ru", message, **params))]


def give_mark(cast: Cast, course: str, day: date, kind_id: int | None = None) -> None:
    """A four for Анна, as another tab has written it."""
    lesson = cast.lesson(course, day)
    with session_scope() as session:
        session.add(
            Mark(
                school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id,
                day=lesson.day, pupil_id=cast.id_of("pupil"), value="4",
                kind_id=kind_id or cast.kinds["answer"].id or 0, author_id=lesson.teacher_id,
                created_at=clock.now(), changed_at=clock.now(),
            )
        )  # fmt: skip


def open_late_changes(open_tab: OpenTab, who: str) -> tuple[Tab, str]:
    tab = open_tab(who, "/late-changes")
    tab.send(LateChangesState.load)
    return tab, tab.state(LateChangesState).waiting[0].id


def test_nobody_decides_on_the_own_request(cast: Cast, open_tab: OpenTab, asked: Tab) -> None:  # noqa: F811
    with session_scope() as session:
        person_id = cast.id_of("class_teacher")
        session.add(RoleGrant(school_id=cast.schools["a"].id or 0, person_id=person_id, role=Role.DEPUTY))
    tab, request = open_late_changes(open_tab, "class_teacher")
    words = error("Your own request is decided by another head of the school")
    assert said(tab.send(LateChangesState.approve, request)) == words


def test_a_cell_that_was_changed_since_is_not_written_over(
    cast: Cast, open_tab: OpenTab, asked: Tab  # noqa: F811
) -> None:  # fmt: skip
    tab, request = open_late_changes(open_tab, "deputy")
    give_mark(cast, "maths", date(2026, 11, 9))
    words = error("Meanwhile this cell was changed: refuse the request or ask its author")
    assert said(tab.send(LateChangesState.approve, request)) == words


def test_an_absence_that_is_gone_gets_no_reason(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        note_absence(within(session, cast), "pupil", cast.lessons["maths"])
    tab = open_tab("class_teacher", "/class")
    tab.send(ClassState.load)
    [run] = tab.state(ClassState).runs
    tab.send(ClassState.open_run, run.pupil_id, run.first)
    tab.send(ClassState.set_code, "ill")
    with session_scope() as session:
        session.execute(delete(Attendance))
    words = error("There are no absences to explain on these days")
    assert said(tab.send(ClassState.explain, {"note": ""})) == words


def test_what_was_pressed_yesterday_is_not_taken_back(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    tab.send(DiaryState.acknowledge)
    with session_scope() as session:
        session.execute(update(Acknowledgement).values(at=clock.now() - timedelta(days=2)))
    words = error("This can be taken back on the same day only")
    assert said(tab.send(DiaryState.withdraw)) == words


def test_an_announcement_that_is_confirmed_stands(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", f"/diary/absences?child={cast.id_of('pupil')}")
    tab.send(DiaryAbsencesState.load)
    tab.send(DiaryAbsencesState.open_form)
    tab.send(DiaryAbsencesState.set_code, "ill")
    form = {"starts": DAY.isoformat(), "ends": DAY.isoformat(), "note": ""}
    tab.send(DiaryAbsencesState.announce, form)
    notice = tab.state(DiaryAbsencesState).notices[0].id
    with session_scope() as session:
        session.execute(update(AbsenceNotice).values(confirmed_at=clock.now()))
    words = error("The class teacher has already confirmed this absence")
    assert said(tab.send(DiaryAbsencesState.withdraw, notice)) == words


def test_a_kind_that_is_in_use_by_now_is_not_taken_back(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/settings?section=kinds")
    tab.send(KindsState.load)
    tab.send(KindsState.open_kind, "new")
    tab.send(KindsState.save_kind, {"name": "Проект", "short_name": "пр", "weight": "2"})
    made = next(one for one in tab.state(KindsState).kinds if one.name == "Проект")
    give_mark(cast, "maths", DAY, int(made.id))
    words = error("This kind of work is in use already: switch it off instead")
    assert said(tab.send(KindsState.undo_kind)) == words


def open_substitutions(open_tab: OpenTab, address: str) -> Tab:
    tab = open_tab("deputy", address)
    tab.send(SubstitutionsState.load)
    return tab


def test_a_lesson_that_was_given_is_not_cancelled_nor_its_absence_taken_back(
    cast: Cast, open_tab: OpenTab
) -> None:
    tab = open_substitutions(open_tab, absence_of_the_cast(cast))
    tab.send(SubstitutionsState.open_lesson, tab.state(SubstitutionsState).lessons[0].id)
    tab.send(SubstitutionsState.begin_cancel)
    give_mark(cast, "maths", SUBSTITUTED_DAY)
    words = error("Marks or absences stand in this lesson: it was given")
    assert said(tab.send(SubstitutionsState.cancel_lesson, {"cancel_reason": "Карантин"})) == words
    tab.send(Change.begin_change)
    tab.send(Change.foresee_withdrawal)
    assert len(tab.state(Change).staying) == 1
    words = error("Some lessons stay as they were settled: give the absence an earlier last day")
    assert said(tab.send(Change.agree)) == words


def test_an_absence_that_waits_is_decided_and_not_changed(cast: Cast, open_tab: OpenTab) -> None:
    own = open_tab("teacher", "/absence")
    own.send(OwnAbsenceState.load)
    own.send(OwnAbsenceState.report, {"starts": MONDAY.isoformat(), "ends": "", "reason": "sick_leave"})
    tab = open_substitutions(open_tab, "/substitutions")
    waits = next(one.id for one in tab.state(SubstitutionsState).absences if one.waiting)
    tab = open_substitutions(open_tab, f"/substitutions?absence={waits}")
    tab.send(Change.begin_change)
    tab.send(Change.foresee_withdrawal)
    assert said(tab.send(Change.agree)) == error("This absence has not been accepted")


def test_an_absence_is_not_changed_when_other_lessons_would_return(cast: Cast, open_tab: OpenTab) -> None:
    form = {"starts": MONDAY.isoformat(), "ends": MONDAY.isoformat(), "reason": "sick_leave"}
    tab = open_substitutions(open_tab, "/substitutions")
    tab.send(SubstitutionsState.begin_absence)
    entered = said(
        tab.send(SubstitutionsState.enter_absence, form | {"teacher": str(cast.id_of("class_teacher"))})
    )
    tab = open_substitutions(open_tab, entered[0][1])
    tab.send(Change.begin_change)
    tab.send(Change.foresee_withdrawal)
    other = open_substitutions(open_tab, entered[0][1])
    other.send(SubstitutionsState.open_lesson, other.state(SubstitutionsState).lessons[0].id)
    other.send(SubstitutionsState.assign, other.state(SubstitutionsState).candidates[0].id)
    words = error("Other lessons would return by now: look at them again")
    assert said(tab.send(Change.agree)) == words


def test_whoever_falls_ill_meanwhile_takes_no_lesson(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_substitutions(open_tab, absence_of_the_cast(cast))
    tab.send(SubstitutionsState.open_lesson, tab.state(SubstitutionsState).lessons[0].id)
    other = open_substitutions(open_tab, "/substitutions")
    other.send(SubstitutionsState.begin_absence)
    form = {"starts": SUBSTITUTED_DAY.isoformat(), "ends": "", "reason": "sick_leave"}
    other.send(SubstitutionsState.enter_absence, form | {"teacher": str(cast.id_of("teacher"))})
    words = said(tab.send(SubstitutionsState.assign, str(cast.id_of("teacher"))))
    assert words == error("{teacher} is away that day", teacher="Соколов П. И.")


def test_a_line_past_its_edit_window_stays(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        lesson = session.merge(cast.lesson("maths", date(2026, 11, 9)))
        lesson.day, lesson.topic = date(2026, 9, 1), "Дроби"
    tab = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}&term=1")
    tab.send(JournalState.load)
    tab.send(JournalState.set_topic, f"L{lesson.id}", "Проценты")
    [words] = tab.state(JournalState).errors.values()
    assert words == gettext("ru", "The edit window of this lesson has passed: what is written stays")


def refusal_of_five(cast: Cast, open_tab: OpenTab) -> str:
    """What the journal answers to a five for Анна today."""
    tab = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}&term=2")
    tab.send(JournalState.load)
    op = {"id": "1", "p": f"P{cast.id_of('pupil')}", "c": f"L{cast.lessons['maths'].id}", "v": "5"}
    tab.send(JournalState.put, [op])
    return str(tab.state(JournalState).patch["results"][0]["error"])


def test_a_cancelled_lesson_takes_no_mark(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        session.merge(cast.lessons["maths"]).status = LessonStatus.CANCELLED
    assert refusal_of_five(cast, open_tab) == gettext("ru", "This lesson was cancelled")


def test_a_school_without_kinds_of_work_gives_no_marks(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        session.execute(delete(KindOfWork).where(col(KindOfWork.school_id) == cast.schools["a"].id))
    words = gettext("ru", "The school has no kinds of work yet: they are set in the settings")
    assert refusal_of_five(cast, open_tab) == words


def test_who_is_exempt_by_now_gets_no_mark(cast: Cast, open_tab: OpenTab) -> None:
    course = cast.courses["maths"]
    with session_scope() as session:
        session.add(
            Exemption(
                school_id=course.school_id, course_id=course.id or 0, pupil_id=cast.id_of("pupil"),
                starts=DAY, reason="справка",
            )
        )  # fmt: skip
    words = gettext("ru", "{pupil} is exempt from this subject", pupil="Лебедева Анна")
    assert refusal_of_five(cast, open_tab) == words
