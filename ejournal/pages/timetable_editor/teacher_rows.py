"""What the browser sees of a teacher's needs: the week with its closed lessons."""

from dataclasses import dataclass

from ejournal.i18n import gettext
from ejournal.i18n.dates import weekday_name, weekday_short
from ejournal.pages.timetable_editor.rows import A_MONDAY
from ejournal.services.load.teachers import WHOLE_DAY, TeacherWeek


@dataclass
class NeedCell:
    """A lesson of a teacher's week; a whole day has number 0."""

    weekday: int
    number: int
    title: str
    label: str
    closed: bool


@dataclass
class NeedLine:
    """The lessons of one number in a teacher's week."""

    number: int
    cells: list[NeedCell]


def need_days(week: TeacherWeek, last_day: int, last_number: int, locale: str) -> list[NeedCell]:
    """The days of a teacher's week; a day is closed when all of its lessons are."""
    found = []
    for weekday in range(1, last_day + 1):
        day = A_MONDAY.replace(day=weekday + 1)
        closed = all(week.is_closed(weekday, number) for number in range(1, last_number + 1))
        label = gettext(locale, "{day}: no lessons", day=weekday_name(locale, day))
        found.append(NeedCell(weekday, WHOLE_DAY, weekday_short(locale, day), label, closed))
    return found


def need_lines(week: TeacherWeek, last_day: int, last_number: int, locale: str) -> list[NeedLine]:
    """The lessons of a teacher's week by number, each open or closed."""

    def cell(weekday: int, number: int) -> NeedCell:
        day = weekday_name(locale, A_MONDAY.replace(day=weekday + 1))
        label = gettext(locale, "{day}, lesson {number}: closed", day=day, number=number)
        return NeedCell(weekday, number, "", label, week.is_closed(weekday, number))

    return [
        NeedLine(number, [cell(weekday, number) for weekday in range(1, last_day + 1)])
        for number in range(1, last_number + 1)
    ]
