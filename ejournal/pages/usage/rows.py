"""What the browser sees of the use of the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, day_span
from ejournal.services.reports.periods import Period
from ejournal.services.usage.families import FamiliesUse, NeverCame, Use, WeekUse
from ejournal.services.usage.school import PartUse, SchoolUse
from ejournal.services.usage.sheet import PARTS, numbers
from ejournal.ui.kit import Choice
from ejournal.ui.words.newcomers import standing_words
from ejournal.ui.words.reports import count_words, share_words


@dataclass
class FigureRow:
    """A figure over the sheet, in words."""

    value: str
    words: str


@dataclass
class ClassRow:
    """A class's families, in the order of FAMILY_HEADS; where the class is opened."""

    title: str
    href: str
    cells: list[str] = field(default_factory=list)


@dataclass
class WeekRow:
    """A week's families; bar is the share of those that were here, in whole per cent."""

    title: str
    is_open: bool
    here: str
    bar: str
    reading: str
    acknowledging: str


@dataclass
class PartRow:
    """A part of the journal: how often it was used, and when last; is_idle: never."""

    title: str
    times: str
    last: str
    is_idle: bool


@dataclass
class NeverRow:
    """A pupil whose guardians never came, and how far each of them is; empty where none is entered."""

    pupil: str
    guardians: list[str] = field(default_factory=list)


def period_choices(found: Sequence[Period], locale: str) -> list[Choice]:
    """The latest first."""
    return [Choice(one.key, one.name(locale)) for one in reversed(found)]


def school_figures(found: SchoolUse, locale: str) -> list[FigureRow]:
    """Teachers with complete journals, marks in time, the delay, families that came lately."""
    whole, delays = found.families.whole, found.delays
    return [
        _complete(found.complete, len(found.teachers), locale),
        FigureRow(_percent(share_words(delays.share_in_time, locale)), gettext(locale, "marks in time")),
        FigureRow(share_words(found.mean_delay, locale), gettext(locale, "days from lesson to mark")),
        FigureRow(_of(whole.lately, whole.families, locale), gettext(locale, "families came lately")),
    ]


def _complete(number: int, teachers: int, locale: str) -> FigureRow:
    return FigureRow(
        gettext(locale, "with {n} of {all}", n=number, all=teachers),
        ngettext(locale, "teacher the journals are complete", "teachers the journals are complete", teachers),
    )


def family_figures(whole: Use, locale: str) -> list[FigureRow]:
    """Families that came at all and lately, that read, that acknowledge."""
    return [
        FigureRow(_of(number, whole.families, locale), gettext(locale, words))
        for number, words in (
            (whole.came, "families in which somebody came"),
            (whole.lately, "families came lately"),
            (whole.reading, "read lately"),
            (whole.acknowledging, "acknowledge the diary"),
        )
    ]


def _percent(words: str) -> str:
    return words if words == "–" else f"{words} %"


def _of(number: int, whole: int, locale: str) -> str:
    return gettext(locale, "{n} of {all}", n=number, all=whole)


def class_rows(found: FamiliesUse, locale: str) -> list[ClassRow]:
    """A line a class, and all of them last."""
    rows = [_class_row(one.title, f"/reports/use?class={one.id}", one) for one in found.classes]
    if len(rows) > 1:
        rows.append(_class_row(gettext(locale, "All"), "", found.whole))
    return rows


def _class_row(title: str, href: str, one: Use) -> ClassRow:
    return ClassRow(title, href, [*map(count_words, numbers(one))])


def week_rows(found: FamiliesUse, locale: str) -> list[WeekRow]:
    """A line a week, the latest first."""
    return [_week_row(one, found.whole.families, locale) for one in reversed(found.weeks)]


def _week_row(one: WeekUse, families: int, locale: str) -> WeekRow:
    return WeekRow(
        day_span(locale, one.starts, one.starts + timedelta(days=6)),
        one.is_open,
        count_words(one.here),
        f"{one.here * 100 // families if families else 0}%",
        count_words(one.reading),
        count_words(one.acknowledging),
    )


def part_rows(found: Iterable[PartUse], locale: str) -> list[PartRow]:
    """What was used least stands first."""
    return [
        PartRow(
            gettext(locale, PARTS[one.part]),
            count_words(one.times),
            day_month(locale, one.last) if one.last else gettext(locale, "not used"),
            not one.times,
        )
        for one in sorted(found, key=lambda one: (one.times > 0, one.times))
    ]


def never_rows(found: Iterable[NeverCame], zone: str, locale: str) -> list[NeverRow]:
    """A line a pupil, how far each guardian is."""
    return [
        NeverRow(
            one.pupil,
            [f"{guardian.name}: {standing_words(guardian, zone, locale)}" for guardian in one.guardians],
        )
        for one in found
    ]
