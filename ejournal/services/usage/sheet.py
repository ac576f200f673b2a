"""The use of the journal as one sheet for the head, on paper and as a spreadsheet."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ejournal.i18n import gettext
from ejournal.i18n.dates import decimal, full_date
from ejournal.services.grading.averages import share
from ejournal.services.reports.filed import Cell, FiledColumn, FiledReport, FiledTable
from ejournal.services.usage.families import RECENT, FamiliesUse, Use
from ejournal.services.usage.school import Part, SchoolUse

PARTS = {
    Part.TOPICS: "Topics of lessons",
    Part.HOMEWORK: "Homework",
    Part.COMMENTS: "Comments on marks",
    Part.REMARKS: "Praise and remarks",
    Part.SUBSTITUTIONS: "Substitutions",
    Part.ANNOUNCED: "Absences announced ahead",
    Part.ACKNOWLEDGED: "Diaries acknowledged",
    Part.LATE_CHANGES: "Late changes asked for",
    Part.TALKS: "Talks after an early notice",
    Part.CONSENTS: "Answers on consents",
}
"""What a part of the journal is called."""
UNKNOWN = (
    "A sign-in is known by its first and its latest day: a phone that stays signed in may have come oftener.",
    "Of looks into a diary the last two are known; whether notices were read, of those of these weeks.",
    "Who works here signs in for work too, and counts as a guardian who came.",
)
"""What the rows cannot say of families: each figure is the least that happened."""
NOT_COUNTED = "Which pages and reports were opened and what was printed is not counted here."
FAMILY_HEADS = ("Families", "Without guardians", "Somebody came", "Came lately", "Read", "Acknowledged",
                "Guardians", "Never came")  # fmt: skip
WEEK_HEADS = ("Were here", "Read", "Acknowledged")


def school_sheet(found: SchoolUse, locale: str) -> FiledReport:
    """The head's sheet: teachers, families by class and week, what is used and what is not."""
    return FiledReport(
        f"{gettext(locale, 'Use of the journal')}, {found.period.name(locale)}",
        is_draft=False,
        facts=(
            *teacher_facts(found, locale),
            *family_facts(found.families.whole, locale),
            families_span(found.families, locale),
            *unknown(locale),
        ),
        tables=(
            families_table(found.families, locale),
            weeks_table(found.families, locale),
            _parts_table(found, locale),
        ),
        signs=gettext(locale, "Deputy head"),
    )


def families_sheet(found: FamiliesUse, title: str, locale: str) -> FiledReport:
    """The use by families alone, of the classes in care."""
    return FiledReport(
        ", ".join(filter(None, (gettext(locale, "Use by families"), title))),
        is_draft=False,
        facts=(*family_facts(found.whole, locale), *unknown(locale)),
        tables=(families_table(found, locale), weeks_table(found, locale)),
        signs=gettext(locale, "Class teacher" if title else "Deputy head"),
    )


def teacher_facts(found: SchoolUse, locale: str) -> Iterable[str]:
    """How teachers fill in, in sentences."""
    yield gettext(
        locale,
        "Journals in which no topic and no test's marks are missing: {n} of {all} teachers",
        n=found.complete,
        all=len(found.teachers),
    )
    one = found.delays
    if not one.marks:
        yield gettext(locale, "No marks were entered in this period")
        return
    yield gettext(
        locale,
        "Marks: {same} on the day of the lesson, {following} on the next, {in_time} within three, "
        "{late} later; {share} % in time, {mean} days on average",
        same=one.same_day,
        following=one.next_day,
        in_time=one.in_time,
        late=one.late,
        share=_words(one.share_in_time, locale),
        mean=_words(found.mean_delay, locale),
    )


def family_facts(whole: Use, locale: str) -> Iterable[str]:
    """How families use the journal, in sentences."""
    yield gettext(
        locale,
        "Families: {families}. Somebody came of {came} ({share} %), in the last {weeks} weeks of {lately}; "
        "{never} guardians of {guardians} never came",
        families=whole.families,
        came=whole.came,
        share=_words(share(whole.came * 100, whole.families), locale),
        weeks=RECENT,
        lately=whole.lately,
        never=whole.never,
        guardians=whole.guardians,
    )


def families_span(found: FamiliesUse, locale: str) -> str:
    """That families stand as they are today, whichever period is looked at."""
    return gettext(
        locale,
        "Families: as of {date}; lately is in the last {weeks} weeks",
        date=full_date(locale, found.today),
        weeks=RECENT,
    )


def unknown(locale: str) -> tuple[str, ...]:
    """What the rows cannot say."""
    return tuple(gettext(locale, one) for one in UNKNOWN)


def families_table(found: FamiliesUse, locale: str) -> FiledTable:
    """A line a class, and all of them where there are several."""
    whole = [(gettext(locale, "All"), found.whole)] if len(found.classes) > 1 else []
    return FiledTable(
        gettext(locale, "Families by class"),
        _columns("Class", FAMILY_HEADS, locale),
        tuple((title, *numbers(one)) for title, one in [*((c.title, c) for c in found.classes), *whole]),
    )


def numbers(one: Use) -> tuple[int, ...]:
    """The numbers of FAMILY_HEADS."""
    return (
        one.families, one.without_guardians, one.came, one.lately, one.reading, one.acknowledging,
        one.guardians, one.never,
    )  # fmt: skip


def weeks_table(found: FamiliesUse, locale: str) -> FiledTable:
    """A line a week."""
    return FiledTable(
        gettext(locale, "Families by week"),
        _columns("Week from", WEEK_HEADS, locale),
        tuple(
            (
                full_date(locale, one.starts) + (f" ({gettext(locale, 'not over')})" if one.is_open else ""),
                one.here,
                one.reading,
                one.acknowledging,
            )
            for one in found.weeks
        ),
    )


def _parts_table(found: SchoolUse, locale: str) -> FiledTable:
    lines: list[tuple[Cell, ...]] = [
        (
            gettext(locale, PARTS[one.part]),
            one.times,
            full_date(locale, one.last) if one.last else gettext(locale, "not used"),
        )
        for one in found.parts
    ]
    return FiledTable(
        gettext(locale, "What is used"), _columns("Part", ("Times", "Last on"), locale), tuple(lines)
    )


def _columns(first: str, heads: Sequence[str], locale: str) -> tuple[FiledColumn, ...]:
    return FiledColumn(gettext(locale, first), 24), *(FiledColumn(gettext(locale, one), 10) for one in heads)


def _words(value: Decimal | None, locale: str) -> str:
    return "–" if value is None else decimal(locale, value, 1)
