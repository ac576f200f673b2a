"""The events of printing: choose class, paper, subject and term; the address keeps them."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import PaperLayout
from ejournal.pages.papers import rows
from ejournal.pages.papers.rows import IssuedRow
from ejournal.services.base.topics import issued_topic
from ejournal.services.calendar.year import TermSpan
from ejournal.services.papers import choice
from ejournal.services.papers.choice import OF_COURSE, UNDATED, ClassToPrint, PaperKind
from ejournal.services.papers.issued import MOST, PAGE, issued_lines, trouble_with_signing
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

YEAR = "year"


class PapersState(PageState):
    """What is to be printed."""

    ready: bool = False
    classes: list[Choice] = []
    kinds: list[Choice] = []
    courses: list[Choice] = []
    terms: list[Choice] = []
    class_id: str = ""
    kind: str = ""
    course_id: str = ""
    pupils: list[Choice] = []
    pupil_id: str = ""
    """Whose diary is printed; empty for other papers."""
    term: str = ""
    title: str = ""
    facts: list[str] = []
    draft: bool = False
    layout: str = ""
    href: str = ""
    save_href: str = ""
    sheet_href: str = ""
    issues: bool = False
    """A number is given to what is printed."""
    trouble: str = ""
    """Why nothing can be issued now."""
    whose: str = rows.CLASS
    scopes: list[Choice] = []
    issued: list[IssuedRow] = []
    has_more: bool = False
    _most: int = PAGE

    @handler(Permission.JOURNAL_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what the address names, else the first that may be printed."""
        asked = self.router.url.query_parameters
        found = choice.to_print(work.session, work.actor)
        self.ready, self.class_id, self.href, self.issued = True, "", "", []
        self.classes = rows.class_choices(found, self.locale)
        if not found:
            return
        chosen = _chosen_class(found, asked.get("class"), optional_row_id(asked.get("course")))
        kind = _chosen_kind(chosen, asked.get("what", ""), optional_row_id(asked.get("course")))
        course_id = _chosen_course(chosen, optional_row_id(asked.get("course")))
        content = choice.content_of(work.session, work.actor, chosen, course_id)
        today = work.actor.today
        term = _chosen_term(content.terms, asked.get("term", ""), today)
        self.class_id, self.kind = str(chosen.id), kind.value
        self.course_id = str(course_id) if kind in OF_COURSE and course_id else ""
        self.term = str(term.number) if term else YEAR
        self.kinds, self.courses = rows.kind_choices(chosen, self.locale), rows.course_choices(chosen)
        self.terms = rows.term_choices(content.terms, self.locale)
        self.title = rows.title_of(chosen, kind, course_id, self.locale)
        self.pupils, self.pupil_id = [], ""
        if kind is PaperKind.DIARY:
            self.pupils = rows.pupil_choices(content.pupils)
            self.pupil_id = _chosen_pupil(self.pupils, asked.get("pupil", ""))
        counted = 0 if kind is PaperKind.DIARY else len(content.pupils)
        self.facts = rows.facts_of(kind, counted, len(chosen.courses), self.locale)
        ends = term.ends if term else max((one.ends for one in content.terms), default=today)
        self.draft = today <= ends and kind not in (*UNDATED, PaperKind.DIARY)
        self.layout = _chosen_layout(kind, asked.get("layout"))
        self.href = rows.address_of(chosen, kind, course_id, self.term, self.layout, self.pupil_id)
        self.save_href = f"{self.href}&save=1"
        self.sheet_href = self.href.replace("?", ".xlsx?") if kind is PaperKind.SUMMARY else ""
        trouble = trouble_with_signing(work.session, work.actor.school_id)
        self.trouble = gettext(self.locale, trouble.message, **trouble.params) if trouble else ""
        self.issues = kind not in (*UNDATED, PaperKind.DIARY) and not self.draft
        self._most = PAGE
        self._list(work, found)

    def _topics(self, work: Work) -> list[str]:
        return [issued_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """A paper was issued."""
        if self.class_id:
            self._list(work, choice.to_print(work.session, work.actor))

    def _list(self, work: Work, classes: list[ClassToPrint]) -> None:
        others = self.whose == rows.ALL
        whose = [one for one in classes if others or str(one.id) == self.class_id]
        found = issued_lines(work.session, work.actor, whose, self._most, others=others)
        self.scopes = rows.issued_choices(self.locale, leads=work.actor.leads)
        self.issued, self.has_more = rows.issued_rows(found.lines, self.locale), found.has_more

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_whose(self, work: Work, whose: str) -> None:
        """List the papers of this class, or of all."""
        self.whose, self._most = rows.ALL if whose == rows.ALL else rows.CLASS, PAGE
        self._list(work, choice.to_print(work.session, work.actor))

    @handler(Permission.JOURNAL_READ, writes=False)
    def list_more(self, work: Work) -> None:
        """List earlier papers too."""
        self._most = min(self._most + PAGE, MOST)
        self._list(work, choice.to_print(work.session, work.actor))

    def _go(self, **changed: str) -> Any:
        asked = {"class": self.class_id, "what": self.kind, "course": self.course_id, "term": self.term}
        if self.layout == PaperLayout.BOOKLET:
            asked["layout"] = self.layout
        if self.pupil_id and asked["what"] == PaperKind.DIARY:
            asked["pupil"] = self.pupil_id
        query = {name: value for name, value in (asked | changed).items() if value}
        return rx.redirect(f"/papers?{urlencode(query)}")

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_class(self, work: Work, class_id: str) -> Any:
        """Go to another class, to the same paper of it where that may be printed."""
        wanted = optional_number(class_id) or 0
        found = next((one for one in choice.to_print(work.session, work.actor) if one.id == wanted), None)
        kept = self.kind if found and self.kind in found.kinds else ""
        return self._go(**{"class": str(wanted), "what": kept, "course": ""})

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_kind(self, work: Work, kind: str) -> Any:
        """Go to another paper of the class."""
        return self._go(what=PaperKind(kind).value if kind in {*PaperKind} else "", course="")

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_course(self, work: Work, course_id: str) -> Any:
        """Go to the journal of another subject."""
        kept = self.kind if self.kind in OF_COURSE else PaperKind.COURSE.value
        return self._go(what=kept, course=str(optional_row_id(course_id) or ""))

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_pupil(self, work: Work, pupil_id: str) -> Any:
        """Go to the diary of another pupil of the class."""
        return self._go(what=PaperKind.DIARY.value, pupil=str(optional_row_id(pupil_id) or ""))

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_term(self, work: Work, term: str) -> Any:
        """Go to another term, or to the year."""
        return self._go(term=str(optional_number(term) or YEAR))

    @handler(Permission.JOURNAL_READ, writes=False)
    def choose_layout(self, work: Work, layout: str) -> Any:
        """Lay the journal out otherwise."""
        return self._go(layout=layout if layout == PaperLayout.BOOKLET else "")


def _chosen_layout(kind: PaperKind, asked: Any) -> str:
    """How the journal is laid out; empty for what is no journal."""
    if kind not in (PaperKind.JOURNAL, PaperKind.COURSE):
        return ""
    return (PaperLayout.BOOKLET if asked == PaperLayout.BOOKLET else PaperLayout.A4).value


def _chosen_class(found: list[ClassToPrint], class_id: Any, course_id: int | None) -> ClassToPrint:
    """The class that is asked for, or that of the course, else the first; NotFound for any other."""
    if class_id is None and course_id is None:
        return found[0]
    wanted = optional_number(class_id) if class_id is not None else None
    for one in found:
        of_course = any(course.course_id == course_id for course in one.courses)
        if (wanted is None or one.id == wanted) and (course_id is None or of_course):
            return one
    raise NotFound


def _chosen_kind(chosen: ClassToPrint, asked: str, course_id: int | None) -> PaperKind:
    if not asked:
        return PaperKind.COURSE if course_id else chosen.kinds[0]
    kind = next((kind for kind in chosen.kinds if kind.value == asked), None)
    if kind is None:
        raise NotFound
    return kind


def _chosen_pupil(found: list[Choice], asked: str) -> str:
    """The pupil of the class that is asked for, else the first; NotFound for any other."""
    if asked and all(one.value != asked for one in found):
        raise NotFound
    return asked or next((one.value for one in found), "")


def _chosen_course(chosen: ClassToPrint, course_id: int | None) -> int | None:
    return course_id or next((one.course_id for one in chosen.courses), None)


def _chosen_term(terms: tuple[TermSpan, ...], asked: str, today: Any) -> TermSpan | None:
    """The term that is asked for, None for the year; else the one that goes on, or was the last."""
    if asked == YEAR or not terms:
        return None
    number = optional_number(asked)
    begun = [one for one in terms if one.starts <= today]
    return next((one for one in terms if one.number == number), begun[-1] if begun else terms[0])
