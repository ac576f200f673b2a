"""What the browser sees of what can be printed: choices, words on what a paper holds, its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import moment
from ejournal.models import PaperLayout
from ejournal.services.calendar.year import TermSpan
from ejournal.services.issued.contents import differences_words
from ejournal.services.issued.issue import PATH
from ejournal.services.issued.things import kind_words as issued_words
from ejournal.services.issued.things import period_words
from ejournal.services.papers.choice import OF_COURSE, ClassToPrint, PaperKind, kind_words
from ejournal.services.papers.issued import IssuedLine
from ejournal.ui.kit import Choice

ROUTES = {
    PaperKind.COURSE: "/print/journal",
    PaperKind.BLANK: "/print/blank-spread",
    PaperKind.JOURNAL: "/print/class-journal",
    PaperKind.SUMMARY: "/print/summary",
    PaperKind.CARDS: "/print/report-cards",
    PaperKind.LETTERS: "/print/letters",
    PaperKind.NAMES: "/print/class-list",
    PaperKind.CONTACTS: "/print/class-contacts",
    PaperKind.HEALTH: "/print/health-sheet",
    PaperKind.CIRCLES: "/print/circles",
    PaperKind.READ: "/print/acknowledgements",
    PaperKind.DIARY: "/print/diary-week",
}
CLASS, ALL = "class", "all"
"""Of which papers the list is."""


@dataclass(frozen=True)
class IssuedRow:
    """An issued paper as its line shows it."""

    title: str
    about: str
    differs: str
    number: str
    href: str
    replaced: bool


def issued_rows(found: Sequence[IssuedLine], locale: str) -> list[IssuedRow]:
    """The lines of issued papers."""
    return [_issued_row(one, locale) for one in found]


def _issued_row(one: IssuedLine, locale: str) -> IssuedRow:
    what = ", ".join(
        filter(None, (issued_words(one.thing, locale), one.thing.subject, one.thing.class_title, one.pupil))
    )
    pages = ngettext(locale, "{n} page", "{n} pages", one.pages)
    by = one.by or gettext(locale, "from the server's command line")
    return IssuedRow(
        title=f"{what}. {period_words(one.thing, locale)}",
        about=" · ".join((moment(locale, one.at), by, pages)),
        differs=gettext(locale, "The first issue")
        if one.differs is None
        else differences_words(one.differs, locale),
        number=one.number,
        href=f"{PATH}{one.number}",
        replaced=one.is_replaced,
    )


def issued_choices(locale: str, *, leads: bool) -> list[Choice]:
    """Of which papers the list can be."""
    every = gettext(locale, "Whole school") if leads else gettext(locale, "All of mine")
    return [
        Choice(value=CLASS, label=gettext(locale, "This class")),
        Choice(value=ALL, label=every),
    ]


def content_words(kind: PaperKind, locale: str) -> tuple[str, ...]:
    """What the paper holds, in sentences."""
    return {
        PaperKind.COURSE: (
            gettext(
                locale, "A cover and spreads: pupils and marks at the left, topics and homework opposite."
            ),
            gettext(locale, "Print it on both sides, bound at the long edge."),
        ),
        PaperKind.BLANK: (
            gettext(locale, "The names of the pupils and empty cells, to write on by hand without power."),
        ),
        PaperKind.JOURNAL: (
            gettext(
                locale,
                "Cover, contents, timetable, spreads of every subject and group, pupils and parents, "
                "summary sheet, days missed, health sheet, remarks, last sheet for cord and seal.",
            ),
            gettext(locale, "Print it on both sides, bound at the long edge."),
            gettext(locale, "It carries phones and e-mails: whoever takes it is written down."),
        ),
        PaperKind.SUMMARY: (
            gettext(locale, "Term marks of the whole class by subject, with lines to sign."),
        ),
        PaperKind.CARDS: (
            gettext(locale, "A page for each pupil: the results so far, days missed, lines to sign."),
        ),
        PaperKind.LETTERS: (
            gettext(locale, "A page for each pupil: marks and absences, with a part to sign and tear off."),
        ),
        PaperKind.NAMES: (gettext(locale, "The pupils by full name, and empty columns to write in."),),
        PaperKind.CONTACTS: (
            gettext(locale, "Birth dates, phones, parents and guardians."),
            gettext(locale, "It carries phones and e-mails: whoever takes it is written down."),
        ),
        PaperKind.HEALTH: (
            gettext(locale, "The names; the doctor of the school fills it in by hand, nothing is kept here."),
        ),
        PaperKind.CIRCLES: (gettext(locale, "In which groups and circles each pupil is, who leads them."),),
        PaperKind.READ: (
            gettext(
                locale,
                "Who of the parents has acknowledged the diary of these days and when, with a line to sign "
                "for the others.",
            ),
        ),
        PaperKind.DIARY: (
            gettext(locale, "Lessons, homework, marks and absences of this week, with a line to sign."),
        ),
    }[kind]


def facts_of(kind: PaperKind, pupils: int, courses: int, locale: str) -> list[str]:
    """The same with the numbers of pupils and of journals."""
    counts = []
    if pupils:
        counts.append(ngettext(locale, "{n} pupil", "{n} pupils", pupils))
    if kind is PaperKind.JOURNAL:
        counts.append(ngettext(locale, "{n} journal", "{n} journals", courses))
    return [*content_words(kind, locale), *([", ".join(counts)] if counts else [])]


def class_choices(found: Sequence[ClassToPrint], locale: str) -> list[Choice]:
    """The classes to choose from."""
    several = gettext(locale, "Several classes")
    return [Choice(value=str(one.id), label=one.title or several) for one in found]


def kind_choices(chosen: ClassToPrint, locale: str) -> list[Choice]:
    """The papers to choose from."""
    return [Choice(value=kind.value, label=kind_words(kind, locale)) for kind in chosen.kinds]


def course_choices(chosen: ClassToPrint) -> list[Choice]:
    """The subjects to choose from."""
    return [Choice(value=str(one.course_id), label=one.title) for one in chosen.courses]


def term_choices(terms: Sequence[TermSpan], locale: str) -> list[Choice]:
    """The terms to choose from, and the year."""
    year = Choice(value="year", label=gettext(locale, "Year"))
    return [*(Choice(value=str(one.number), label=one.short_name(locale)) for one in terms), year]


def pupil_choices(found: Sequence[tuple[int, str]]) -> list[Choice]:
    """The pupils to choose from."""
    return [Choice(value=str(number), label=name) for number, name in found]


def title_of(chosen: ClassToPrint, kind: PaperKind, course_id: int | None, locale: str) -> str:
    """«Классный журнал, 6 «Б»», «Журнал одного предмета: Математика, 6 «Б»»."""
    words = kind_words(kind, locale)
    if kind in OF_COURSE:
        course = next((one.title for one in chosen.courses if one.course_id == course_id), "")
        words = f"{words}: {course}"
    return ", ".join(filter(None, (words, chosen.title)))


def address_of(
    chosen: ClassToPrint,
    kind: PaperKind,
    course_id: int | None,
    term: str,
    layout: str = "",
    pupil_id: str = "",
) -> str:
    """Where the PDF is."""
    if kind is PaperKind.DIARY:
        return f"{ROUTES[kind]}?{urlencode({'child': pupil_id})}"
    whose = {"course": course_id} if kind in OF_COURSE else {"class": chosen.id}
    laid_out = {"layout": layout} if layout == PaperLayout.BOOKLET else {}
    return f"{ROUTES[kind]}?{urlencode({**whose, 'term': term, **laid_out})}"
