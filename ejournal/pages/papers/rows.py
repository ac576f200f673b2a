"""What the browser sees of what can be printed: choices, words on what a paper holds, its address."""

from collections.abc import Sequence
from urllib.parse import urlencode

from ejournal.i18n import gettext, ngettext
from ejournal.models import PaperLayout
from ejournal.services.calendar.year import TermSpan
from ejournal.services.papers.choice import OF_COURSE, ClassToPrint, PaperKind, kind_words
from ejournal.ui.kit import Choice

ROUTES = {
    PaperKind.COURSE: "/print/journal",
    PaperKind.BLANK: "/print/blank-spread",
    PaperKind.JOURNAL: "/print/class-journal",
    PaperKind.SUMMARY: "/print/summary",
    PaperKind.CARDS: "/print/report-cards",
    PaperKind.LETTERS: "/print/letters",
}


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


def title_of(chosen: ClassToPrint, kind: PaperKind, course_id: int | None, locale: str) -> str:
    """«Классный журнал, 6 «Б»», «Журнал одного предмета: Математика, 6 «Б»»."""
    words = kind_words(kind, locale)
    if kind in OF_COURSE:
        course = next((one.title for one in chosen.courses if one.course_id == course_id), "")
        words = f"{words}: {course}"
    return ", ".join(filter(None, (words, chosen.title)))


def address_of(
    chosen: ClassToPrint, kind: PaperKind, course_id: int | None, term: str, layout: str = ""
) -> str:
    """Where the PDF is."""
    whose = {"course": course_id} if kind in OF_COURSE else {"class": chosen.id}
    laid_out = {"layout": layout} if layout == PaperLayout.BOOKLET else {}
    return f"{ROUTES[kind]}?{urlencode({**whose, 'term': term, **laid_out})}"
