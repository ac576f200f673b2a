"""What the browser sees of the school's figures: numbers as words, a line a class, the list behind one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ejournal.i18n import gettext, ngettext
from ejournal.services.reports.book import Result
from ejournal.services.reports.courses import CourseLine
from ejournal.services.reports.filed import left_out
from ejournal.services.reports.filling import FillingLine
from ejournal.services.reports.formulas import Figures, Listed
from ejournal.services.reports.periods import Period
from ejournal.services.reports.school import (
    NO_COMPARISON,
    Line,
    ListedPupil,
    MarksLine,
    SchoolReport,
    TrendPoint,
)
from ejournal.ui.kit import Choice
from ejournal.ui.words.reports import DASH, average_words, change_words, count_words, share_words

BAR_OF_ALL = 0.85
"""How much of the chart's height a bar of 100 % takes: above it stands its number."""
WORSE_BY = 5
"""By so many points of quality a class must have fallen to stand out."""


@dataclass(frozen=True)
class Ways:
    """Where else one goes: whether early notices are the reader's to act on, where the same is drawn."""

    notices: bool = False
    charts: str = ""


@dataclass
class FigureRow:
    """A figure of the whole with that of the period before; what is the list behind it."""

    what: str
    value: str
    words: str
    former: str
    tone: str


@dataclass
class ClassRow:
    """A class's line; bar is its quality in whole per cent."""

    id: str
    title: str
    pupils: str
    success: str
    quality: str
    bar: str
    sou: str
    fives: str
    one_three: str
    failing: str
    change: str
    tone: str


@dataclass
class PupilRow:
    """A pupil that a number counts: the class, and the subjects for which it does."""

    name: str
    note: str
    href: str


@dataclass
class ListChoice:
    """A list of pupils to choose, with how many are in it."""

    what: str
    words: str
    count: int


@dataclass
class ListRow:
    """The list behind a number: its line (a class, a course, or the whole), which one it is, who is in it."""

    line: str = ""
    what: str = ""
    title: str = ""
    note: str = ""
    lists: list[ListChoice] = field(default_factory=list)
    pupils: list[PupilRow] = field(default_factory=list)


@dataclass
class TrendRow:
    """A term's bar of the chart and its line of the table."""

    term: str
    year: str
    quality: str
    success: str
    height: str
    draft: bool


@dataclass
class MarksRow:
    """A subject, teacher or course: its marks and their figures, in the order of the columns."""

    id: str
    title: str
    note: str
    cells: list[str] = field(default_factory=list)


MARKS_HEADS = ("«5»", "«4»", "«3»", "«2»", "«н/а»", "«осв»", "Success, %", "Quality, %", "SOU, %", "Average")


FILLING_HEADS = ("Lessons", "Without a topic", "Tests without marks", "Without homework", "Marks",
                 "Later than 3 days", "Days to a mark")  # fmt: skip


def period_choices(periods: Sequence[Period], locale: str) -> list[Choice]:
    """The latest first."""
    return [Choice(one.key, one.name(locale)) for one in reversed(periods)]


def compared_choices(earlier: Sequence[Period], locale: str) -> list[Choice]:
    """With what may be compared, and with nothing."""
    return [*(Choice(one.key, one.name(locale)) for one in earlier),
            Choice(NO_COMPARISON, gettext(locale, "nothing"))]  # fmt: skip


def figure_rows(whole: Line, locale: str) -> list[FigureRow]:
    """Quality, success, SOU, who fails."""
    now, former = whole.figures, whole.former

    def row(what: Listed, value: str, words: str, before: str, tone: str = "") -> FigureRow:
        said = gettext(locale, "was {value}", value=before) if former else ""
        return FigureRow(what.value, value, gettext(locale, words), said, tone)

    before = former or now
    return [
        row(Listed.QUALITY, _percent(now.quality, locale), "quality",
            share_words(before.quality, locale), _tone(now, former)),
        row(Listed.SUCCESS, _percent(now.success, locale), "success", share_words(before.success, locale)),
        row(Listed.COUNTED, _percent(now.marks.sou, locale), "degree of learning",
            share_words(before.marks.sou, locale)),
        row(Listed.FAILING, str(now.counts[Listed.FAILING]), "have «2»",
            str(before.counts[Listed.FAILING]),
            "worse" if now.counts[Listed.FAILING] > before.counts[Listed.FAILING] else ""),
    ]  # fmt: skip


def _percent(value: object, locale: str) -> str:
    words = share_words(value, locale)  # type: ignore[arg-type]
    return words if value is None else f"{words} %"


def _tone(now: Figures, former: Figures | None) -> str:
    if former is None or now.quality is None or former.quality is None or now.quality == former.quality:
        return ""
    return "better" if now.quality > former.quality else "worse"


def class_row(line: Line, locale: str) -> ClassRow:
    """A class, or a grade, in words."""
    figures = line.figures
    before = line.former.quality if line.former else None
    fell = figures.quality is not None and before is not None and before - figures.quality >= WORSE_BY
    return ClassRow(
        id=str(line.id),
        title=line.title,
        pupils=str(figures.pupils),
        success=share_words(figures.success, locale),
        quality=share_words(figures.quality, locale),
        bar=f"{figures.quality or 0:.0f}%",
        sou=share_words(figures.marks.sou, locale),
        fives=count_words(figures.counts[Listed.FIVES]),
        one_three=count_words(figures.counts[Listed.ONE_THREE]),
        failing=count_words(figures.counts[Listed.FAILING]),
        change=change_words(figures.quality, before, locale) or DASH,
        tone="worse" if fell else "",
    )


def grade_row(line: Line, locale: str) -> ClassRow:
    """A grade in words."""
    row = class_row(line, locale)
    row.title = gettext(locale, "All of grade {n}", n=line.title)
    return row


def list_choices(figures: Figures, locale: str, words: dict[Listed, str]) -> list[ListChoice]:
    """The lists that have somebody in them."""
    return [
        ListChoice(what.value, gettext(locale, words[what]), figures.counts[what])
        for what in Listed
        if figures.counts[what]
    ]


def pupil_rows(found: Sequence[ListedPupil], *, named: bool) -> list[PupilRow]:
    """A line a pupil: named with the class where several are listed."""
    return [
        PupilRow(
            one.name,
            " · ".join(
                part
                for part in (
                    one.class_title if named else "",
                    ", ".join(f"{subject}: {value}" for subject, value in one.why),
                )
                if part
            ),
            f"/diary/dynamics?child={one.pupil_id}",
        )
        for one in found
    ]


def by_subject(found: Sequence[ListedPupil], locale: str) -> str:
    """«По предметам: алгебра 3, физика 2»; empty where no subject is named."""
    counts: dict[str, int] = {}
    for one in found:
        for subject, _ in one.why:
            counts[subject] = counts.get(subject, 0) + 1
    said = ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    return gettext(locale, "By subject: {subjects}", subjects=said) if said else ""


def trend_rows(found: Sequence[TrendPoint], locale: str) -> list[TrendRow]:
    """A bar a term; the axis begins at zero and ends at 100."""
    return [
        TrendRow(
            term=one.period.terms[0].short_name(locale) if one.period.terms else one.period.year.name,
            year=one.period.year.name,
            quality=share_words(one.figures.quality, locale),
            success=share_words(one.figures.success, locale),
            height=f"{float(one.figures.quality or 0) * BAR_OF_ALL:.1f}%",
            draft=one.is_draft,
        )
        for one in found
    ]


def marks_cells(line: MarksLine | CourseLine, locale: str) -> list[str]:
    """The numbers of MARKS_HEADS."""
    one = line.figures
    counts = (one.fives, one.fours, one.threes, one.twos, one.not_attested, one.exempt)
    shares = (one.success, one.quality, one.sou)
    return [
        *map(count_words, counts),
        *(share_words(value, locale) for value in shares),
        average_words(one.average, locale),
    ]


def marks_rows(lines: Sequence[MarksLine], locale: str) -> list[MarksRow]:
    """A line a subject or teacher."""
    return [MarksRow("", one.title, "", marks_cells(one, locale)) for one in lines]


def course_rows(lines: Sequence[CourseLine], locale: str) -> list[MarksRow]:
    """A line a course: whom, and the hours."""
    return [
        MarksRow(
            str(one.course_id),
            course_title(one),
            gettext(
                locale,
                "{given} lessons given of {planned}, {cancelled} fell out, {untitled} without a topic",
                given=one.hours.given,
                planned=one.hours.planned,
                cancelled=one.hours.cancelled,
                untitled=one.hours.untitled,
            ),
            [str(one.pupils), *marks_cells(one, locale)],
        )
        for one in lines
    ]


def filling_rows(lines: Sequence[FillingLine], locale: str) -> list[MarksRow]:
    """A line a teacher, in the order of FILLING_HEADS."""
    return [
        MarksRow(
            str(one.teacher_id),
            one.teacher,
            "",
            [
                str(one.lessons),
                *map(count_words, (one.without_topic, one.tests_without_marks, one.without_homework)),
                *map(count_words, (one.marks, one.late_marks)),
                share_words(one.delay, locale),
            ],
        )
        for one in lines
    ]


def course_title(one: CourseLine) -> str:
    """«Алгебра, 8 «В»»."""
    return f"{one.subject}, {one.whom}"


def course_pupils(found: Sequence[tuple[int, str, Result]], course_id: int, locale: str) -> list[PupilRow]:
    """A line a pupil of the course: what stands, or that nothing does; a draft is called one."""
    return [PupilRow(name, _result(one, locale), f"/journal?course={course_id}") for _, name, one in found]


def _result(one: Result, locale: str) -> str:
    if not one.value:
        return gettext(locale, "no mark")
    return gettext(locale, "{mark}, draft", mark=one.value) if one.is_draft else one.value


def subtitle(report: SchoolReport, locale: str) -> str:
    """«I четверть 2026/27, 248 учеников»."""
    pupils = ngettext(locale, "{n} pupil", "{n} pupils", report.whole.figures.pupils)
    return f"{report.period.name(locale)}, {pupils}"


def notes(report: SchoolReport, locale: str) -> list[str]:
    """What is left out, and what is not there yet."""
    found = list(left_out(report, locale))
    if report.not_set:
        found.append(
            ngettext(
                locale,
                "{n} mark of this period is not set yet: it is not counted",
                "{n} marks of this period are not set yet: they are not counted",
                report.not_set,
            )
        )
    return found
