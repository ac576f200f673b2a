"""A day that somebody gives is a day of the academic year, whatever it is given for."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from ejournal.errors import DomainError
from ejournal.models import AbsenceReason, AttendanceCode, TermKind
from ejournal.services.absences.announced import announce_absence
from ejournal.services.absences.missed import explain_absence
from ejournal.services.calendar.year import BellTime
from ejournal.services.courses.exemptions import ExemptionFields, add_exemption
from ejournal.services.diary.acknowledgements import acknowledge_week
from ejournal.services.exchange.file import FileLesson, TimetableFile
from ejournal.services.exchange.importing import ImportOptions, preview_import
from ejournal.services.rooms.occupancy import book_room
from ejournal.services.school.bells import BellRules, save_bells
from ejournal.services.school.year_days import save_holiday, save_moved_day
from ejournal.services.school.year_editing import change_year
from ejournal.services.school.year_terms import save_terms
from ejournal.services.substitutions.absence_changes import outlook
from ejournal.services.substitutions.absences import enter_absence, report_own_absence
from ejournal.services.substitutions.arranging import move_lesson
from ejournal.services.timetable.versions import create_version
from tests.cast import DAY, TERMS, YEAR_ENDS, YEAR_STARTS, Cast

ILL, TRAINING = AttendanceCode.ILL, AbsenceReason.TRAINING
FILE = TimetableFile("файл", lessons=(FileLesson((), "Алгебра"),))
BELL = (BellTime(1, time(8, 30), time(9, 15)),)
Ask = Callable[[Cast, date], object]


def _year(cast: Cast) -> int:
    return cast.years["a"].id or 0


def _course(cast: Cast) -> int:
    return cast.courses["maths"].id or 0


def _change_end(cast: Cast, day: date) -> object:
    absence = enter_absence(cast.session, cast.actor("deputy"), cast.id_of("teacher"), DAY, DAY, TRAINING)
    return outlook(cast.session, cast.actor("deputy"), absence, day)


# what is asked: field that the answer stands by, how it is asked for the day
ASKED: dict[str, tuple[str, Ask]] = {
    "a pupil's absence from": ("starts", lambda cast, day: announce_absence(
        cast.session, cast.actor("guardian"), cast.id_of("pupil"), day, day, ILL, "")),
    "a pupil's absence to": ("ends", lambda cast, day: announce_absence(
        cast.session, cast.actor("guardian"), cast.id_of("pupil"), YEAR_ENDS, day, ILL, "")),
    "absences explained": ("starts", lambda cast, day: explain_absence(
        cast.session, cast.actor("class_teacher"), cast.id_of("pupil"), day, day, ILL)),
    "a teacher's absence from": ("starts", lambda cast, day: enter_absence(
        cast.session, cast.actor("deputy"), cast.id_of("teacher"), day, day, TRAINING)),
    "a teacher's absence to": ("ends", lambda cast, day: enter_absence(
        cast.session, cast.actor("deputy"), cast.id_of("teacher"), YEAR_ENDS, day, TRAINING)),
    "a teacher's own absence": ("starts", lambda cast, day: report_own_absence(
        cast.session, cast.actor("teacher"), day, day, TRAINING)),
    "another end of an absence": ("ends", _change_end),
    "an exemption from": ("starts", lambda cast, day: add_exemption(
        cast.session, cast.actor("deputy"), _course(cast), cast.id_of("pupil"),
        ExemptionFields(day, None, "Справка"))),
    "an exemption to": ("ends", lambda cast, day: add_exemption(
        cast.session, cast.actor("deputy"), _course(cast), cast.id_of("pupil"),
        ExemptionFields(DAY, day, "Справка"))),
    "a booking": ("day", lambda cast, day: book_room(
        cast.session, cast.actor("teacher"), cast.rooms["31"].id or 0, day, 1, 1, "Кружок")),
    "a lesson moved": ("day", lambda cast, day: move_lesson(
        cast.session, cast.actor("deputy"), cast.lessons["maths"].id or 0, day, 1)),
    "a holiday from": ("starts", lambda cast, day: save_holiday(
        cast.session, cast.actor("deputy"), _year(cast), None, "Карантин", day, day)),
    "a holiday to": ("ends", lambda cast, day: save_holiday(
        cast.session, cast.actor("deputy"), _year(cast), None, "Карантин", YEAR_ENDS, day)),
    "a moved day": ("day", lambda cast, day: save_moved_day(
        cast.session, cast.actor("deputy"), _year(cast), None, day, 1)),
    "terms": ("ends_4", lambda cast, day: save_terms(
        cast.session, cast.actor("deputy"), _year(cast), None, TermKind.QUARTER, "Иначе",
        [*TERMS[:3], (TERMS[3][0], day)])),
    "bells of a day": ("day", lambda cast, day: save_bells(
        cast.session, cast.actor("deputy"), _year(cast), None, BellRules("Звонки", BELL, day=day))),
    "bells from": ("from_day", lambda cast, day: save_bells(
        cast.session, cast.actor("deputy"), _year(cast), None, BellRules("Звонки", BELL, starts=day))),
    "bells to": ("to_day", lambda cast, day: save_bells(
        cast.session, cast.actor("deputy"), _year(cast), None, BellRules("Звонки", BELL, ends=day))),
    "a timetable from": ("starts", lambda cast, day: create_version(
        cast.session, cast.actor("deputy"), _year(cast), "Весна", day)),
    "a timetable to": ("ends", lambda cast, day: create_version(
        cast.session, cast.actor("deputy"), _year(cast), "Весна", DAY, day)),
    "an imported timetable": ("starts", lambda cast, day: preview_import(
        cast.session, cast.actor("deputy"), FILE, ImportOptions(starts=day))),
}  # fmt: skip
AFTER = {"the day after": YEAR_ENDS + timedelta(days=1), "another century": date(2150, 1, 1)}
OUTSIDE = AFTER | {"the day before": YEAR_STARTS - timedelta(days=1), "long ago": date(1926, 11, 20)}


@pytest.mark.parametrize("day", OUTSIDE.values(), ids=OUTSIDE.keys())
@pytest.mark.parametrize(("field", "ask"), ASKED.values(), ids=ASKED.keys())
def test_a_day_outside_the_year_is_refused_by_its_field(cast: Cast, field: str, ask: Ask, day: date) -> None:
    with pytest.raises(DomainError) as refused:
        ask(cast, day)
    asked_after = day > DAY or field != "ends"
    assert refused.value.field == field or not asked_after


@pytest.mark.parametrize("day", [YEAR_STARTS, YEAR_ENDS], ids=["the first day", "the last day"])
def test_the_year_s_own_ends_are_in_it(cast: Cast, day: date) -> None:
    deputy, teacher = cast.actor("deputy"), cast.id_of("teacher")
    assert enter_absence(cast.session, deputy, teacher, day, day, TRAINING)
    assert enter_absence(cast.session, deputy, teacher, YEAR_STARTS, YEAR_ENDS, TRAINING)


@pytest.mark.parametrize("day", [date(1926, 9, 1), date(2150, 9, 1)])
def test_a_year_is_one_of_this_century(cast: Cast, day: date) -> None:
    with pytest.raises(DomainError) as refused:
        change_year(cast.session, cast.actor("deputy"), _year(cast), "Иначе", day, day + timedelta(days=300))
    assert refused.value.field == "starts"


@pytest.mark.parametrize("day", [YEAR_STARTS - timedelta(days=7), date(1926, 11, 20)])
def test_a_week_outside_the_year_is_not_read(cast: Cast, day: date) -> None:
    with pytest.raises(DomainError, match="academic year"):
        acknowledge_week(cast.session, cast.actor("guardian"), cast.id_of("pupil"), day)
