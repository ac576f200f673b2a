"""The year as the deputy head sets it: checked by the field, lessons follow, what is written stays."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, col, func, select

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    AuditEntry,
    Holiday,
    Lesson,
    MovedDay,
    School,
    SchoolClass,
    Term,
    TermKind,
    TermScheme,
    WeekParity,
)
from ejournal.services.calendar.year import load_years
from ejournal.services.lessons.making import make_lessons
from ejournal.services.school import year_days, year_terms
from ejournal.services.school import year_editing as editing
from ejournal.services.school.year_setup import calendar_setup
from tests.cast import TERMS, Cast

QUARTERS = list(TERMS)
DAY_OFF = date(2026, 12, 7)  # a Monday without anything written


@pytest.fixture
def cast(session: Session, cast: Cast) -> Cast:
    make_lessons(session, cast.schools["a"].id or 0, cast.years["a"].id or 0)
    return cast


@pytest.fixture
def deputy(cast: Cast) -> Actor:
    return cast.actor("deputy")


def year_of(cast: Cast, school: str = "a") -> int:
    return cast.years[school].id or 0


def on(session: Session, day: date) -> int:
    """Lessons of school A on the day."""
    ours = select(School.id).where(School.code == "a").scalar_subquery()
    found = select(func.count()).select_from(Lesson).where(Lesson.school_id == ours, Lesson.day == day)
    return session.exec(found).one()


def add_holiday(session: Session, deputy: Actor, cast: Cast, **given: object) -> Callable[[], object]:
    name, starts = str(given.get("name", "День школы")), given.get("starts", DAY_OFF)
    assert isinstance(starts, date)

    def act() -> object:
        return year_days.save_holiday(session, deputy, year_of(cast), None, name, starts, starts)

    return act


def test_a_day_off_is_tried_first_and_takes_the_lessons_away_when_agreed(
    session: Session, cast: Cast, deputy: Actor
) -> None:
    act, there = add_holiday(session, deputy, cast), on(session, DAY_OFF)
    tried = editing.change_year_days(session, deputy, year_of(cast), act, agreed=False)
    assert (tried.done, tried.outlook.removed, there) == (False, there, 4)
    assert on(session, DAY_OFF) == there
    assert not session.exec(select(Holiday).where(Holiday.name == "День школы")).all()
    done = editing.change_year_days(session, deputy, year_of(cast), act, agreed=True)
    assert (done.done, on(session, DAY_OFF)) == (True, 0)
    ours = select(AuditEntry.action).where(AuditEntry.school_id == deputy.school_id)
    actions = session.exec(ours.order_by(col(AuditEntry.number))).all()
    assert actions[-2:] == ["calendar.holiday.save", "calendar.lessons"]


def test_a_lesson_in_which_something_is_written_stays_and_is_named(
    session: Session, cast: Cast, deputy: Actor
) -> None:
    lesson = session.exec(
        select(Lesson).where(Lesson.day == DAY_OFF, Lesson.course_id == cast.courses["maths"].id)
    ).one()
    lesson.topic = "Дроби"
    session.add(lesson)
    session.flush()
    act, there = add_holiday(session, deputy, cast), on(session, DAY_OFF)
    tried = editing.change_year_days(session, deputy, year_of(cast), act, agreed=False)
    assert (tried.outlook.removed, tried.outlook.kept) == (there - 1, 1)
    (kept,) = tried.outlook.named
    assert (kept.day, kept.subject, kept.classes) == (DAY_OFF, "Математика", "6 «Б»")
    editing.change_year_days(session, deputy, year_of(cast), act, agreed=True)
    assert on(session, DAY_OFF) == 1


def test_what_differs_from_the_timetable_for_other_reasons_is_left_alone(
    session: Session, cast: Cast, deputy: Actor
) -> None:
    school = cast.schools["a"].id
    away = session.exec(
        select(Lesson).where(Lesson.day == date(2026, 12, 14), Lesson.school_id == school)
    ).first()
    session.delete(away)
    session.flush()
    act = add_holiday(session, deputy, cast, starts=date(2026, 12, 6))  # a Sunday
    outcome = editing.change_year_days(session, deputy, year_of(cast), act, agreed=False)
    assert (outcome.done, outcome.outlook.is_empty) == (True, True)
    assert on(session, date(2026, 12, 14)) == 3


def test_a_moved_saturday_gets_mondays_lessons(session: Session, cast: Cast, deputy: Actor) -> None:
    saturday = date(2026, 12, 12)

    def act() -> object:
        return year_days.save_moved_day(
            session, deputy, year_of(cast), None, saturday, 1, WeekParity.EVERY, "Вместо 7 декабря"
        )

    done = editing.change_year_days(session, deputy, year_of(cast), act, agreed=True)
    assert done.outlook.added == on(session, saturday) == on(session, DAY_OFF) == 4
    moved = session.exec(select(MovedDay)).one()

    def back() -> object:
        return year_days.delete_moved_day(session, deputy, moved.id or 0)

    assert not editing.change_year_days(session, deputy, year_of(cast), back, agreed=False, ask=True).done
    editing.change_year_days(session, deputy, year_of(cast), back, agreed=True)
    assert on(session, saturday) == 0


def test_a_week_of_six_days_opens_saturdays_of_those_classes_only(
    session: Session, cast: Cast, deputy: Actor
) -> None:
    six = cast.classes["6b"].id or 0
    editing.set_classes(session, deputy, [six], days_per_week=6, shift=2)
    found = {one.id: (one.days_per_week, one.shift) for one in session.exec(select(SchoolClass))}
    assert found[six] == (6, 2)
    assert set(found.values()) == {(6, 2), (5, 1)}


Save = Callable[[Session, Actor, int], object]


def terms(*days: tuple[date, date], kind: TermKind = TermKind.QUARTER, name: str = "Иначе") -> Save:
    return lambda session, actor, year: year_terms.save_terms(session, actor, year, None, kind, name, days)


def holiday(starts: date, ends: date, name: str = "Каникулы", grades: tuple[int, int] = (1, 11)) -> Save:
    return lambda session, actor, year: year_days.save_holiday(
        session, actor, year, None, name, starts, ends, grades
    )


def moved(day: date, weekday: int = 1) -> Save:
    return lambda session, actor, year: year_days.save_moved_day(session, actor, year, None, day, weekday)


def year(starts: date, ends: date, name: str = "Год") -> Save:
    return lambda session, actor, year: editing.change_year(session, actor, year, name, starts, ends)


WRONG: dict[str, tuple[Save, str]] = {
    "terms overlap": (terms(QUARTERS[0], (date(2026, 10, 20), QUARTERS[1][1]), *QUARTERS[2:]), "starts_2"),
    "term before the year": (terms((date(2026, 8, 25), QUARTERS[0][1]), *QUARTERS[1:]), "starts_1"),
    "term after the year": (terms(*QUARTERS[:3], (QUARTERS[3][0], date(2027, 6, 20))), "ends_4"),
    "term backwards": (terms((QUARTERS[0][1], QUARTERS[0][0]), *QUARTERS[1:]), "ends_1"),
    "name of terms taken": (terms(*QUARTERS, name="Четверти"), "name"),
    "holidays overlap": (holiday(date(2026, 10, 20), date(2026, 10, 28)), "starts"),
    "the same day twice": (holiday(date(2026, 11, 4), date(2026, 11, 4)), "starts"),
    "holidays backwards": (holiday(date(2026, 12, 9), date(2026, 12, 7)), "ends"),
    "holidays outside": (holiday(date(2027, 6, 1), date(2027, 6, 5)), "starts"),
    "no name": (holiday(DAY_OFF, DAY_OFF, name="  "), "name"),
    "grades backwards": (holiday(DAY_OFF, DAY_OFF, grades=(5, 1)), "grade_to"),
    "moved outside": (moved(date(2027, 7, 3)), "day"),
    "moved to no weekday": (moved(DAY_OFF, 9), "weekday"),
    "year too short": (year(date(2026, 9, 1), date(2026, 10, 1)), "ends"),
    "year without its terms": (year(date(2026, 9, 1), date(2027, 5, 20)), "ends"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_by_the_field(session: Session, cast: Cast, deputy: Actor, name: str) -> None:
    save, field = WRONG[name]
    with pytest.raises(DomainError) as told:
        save(session, deputy, year_of(cast))
    assert told.value.field == field


def test_a_day_is_moved_once(session: Session, cast: Cast, deputy: Actor) -> None:
    moved(DAY_OFF)(session, deputy, year_of(cast))
    with pytest.raises(DomainError):
        moved(DAY_OFF, 2)(session, deputy, year_of(cast))


def test_first_graders_may_have_holidays_within_the_terms_of_others(
    session: Session, cast: Cast, deputy: Actor
) -> None:
    holiday(date(2027, 2, 6), date(2027, 2, 14), "Дополнительные каникулы", (1, 1))(
        session, deputy, year_of(cast)
    )
    holiday(date(2027, 2, 10), date(2027, 2, 12), "Лыжные", (5, 11))(session, deputy, year_of(cast))
    with pytest.raises(DomainError):
        holiday(date(2027, 2, 12), date(2027, 2, 16), "Ещё", (1, 4))(session, deputy, year_of(cast))


def test_terms_keep_their_rows_when_their_days_change(session: Session, cast: Cast, deputy: Actor) -> None:
    scheme = cast.schemes["a"].id or 0
    before = session.exec(select(Term.id).where(Term.scheme_id == scheme).order_by(col(Term.number))).all()
    days = [(QUARTERS[0][0], date(2026, 10, 23)), *QUARTERS[1:]]
    year_terms.save_terms(session, deputy, year_of(cast), scheme, TermKind.QUARTER, "Четверти", days)
    after = session.exec(select(Term).where(Term.scheme_id == scheme).order_by(col(Term.number))).all()
    assert [one.id for one in after] == before
    assert after[0].ends == date(2026, 10, 23)


def test_terms_in_use_are_not_deleted(session: Session, cast: Cast, deputy: Actor) -> None:
    with pytest.raises(DomainError):
        year_terms.delete_terms(session, deputy, cast.schemes["a"].id or 0)
    halves = [(date(2026, 9, 1), date(2026, 12, 29)), (date(2027, 1, 11), date(2027, 5, 31))]
    added = year_terms.save_terms(
        session, deputy, year_of(cast), None, TermKind.HALF_YEAR, "Полугодия", halves
    )
    editing.set_classes(session, deputy, [cast.classes["6b"].id or 0], scheme_id=added)
    shown = {one.name: one.classes for one in calendar_setup(session, deputy).schemes}
    assert shown == {"Четверти": ("2 «А»", "6 «В»"), "Полугодия": ("6 «Б»",)}
    editing.set_classes(session, deputy, [cast.classes["6b"].id or 0], scheme_id=cast.schemes["a"].id)
    year_terms.delete_terms(session, deputy, added)
    assert session.get(TermScheme, added) is None


def test_the_next_year_comes_with_quarters_and_holidays(session: Session, cast: Cast, deputy: Actor) -> None:
    added = editing.add_year(session, deputy, 2027)
    setup = calendar_setup(session, deputy, added)
    assert [len(one.terms) for one in setup.schemes] == [4]
    assert setup.holidays
    assert [one.name for one in load_years(session, deputy.school_id)] == ["2026/2027", "2027/2028"]
    with pytest.raises(DomainError):
        editing.add_year(session, deputy, 2027)


def test_another_schools_rows_are_not_there(session: Session, cast: Cast, deputy: Actor) -> None:
    foreign = year_of(cast, "b")
    of_b = session.exec(select(Holiday).where(Holiday.year_id == foreign)).first()
    assert of_b is not None
    for act in (
        lambda: calendar_setup(session, deputy, foreign),
        lambda: holiday(DAY_OFF, DAY_OFF)(session, deputy, foreign),
        lambda: terms(*QUARTERS)(session, deputy, foreign),
        lambda: year_days.delete_holiday(session, deputy, of_b.id or 0),
        lambda: editing.set_classes(session, deputy, [cast.classes["6b_b"].id or 0], shift=2),
        lambda: editing.set_classes(
            session, deputy, [cast.classes["6b"].id or 0], scheme_id=cast.schemes["b"].id
        ),
        lambda: editing.change_year_days(session, deputy, foreign, lambda: None, agreed=True),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("name", ["teacher", "pupil", "guardian"])
def test_only_who_leads_the_school_or_looks_after_it_sets_its_time(
    session: Session, cast: Cast, name: str
) -> None:
    actor = cast.actor(name)
    with pytest.raises(NotAllowed):
        calendar_setup(session, actor)
    with pytest.raises((NotAllowed, NotFound)):
        holiday(DAY_OFF, DAY_OFF)(session, actor, year_of(cast))


def test_the_administrator_sets_the_schools_time(session: Session, cast: Cast) -> None:
    admin = cast.actor("admin")
    assert calendar_setup(session, admin).calendar is not None
    holiday(DAY_OFF, DAY_OFF)(session, admin, year_of(cast))
