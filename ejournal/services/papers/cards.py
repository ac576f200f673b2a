"""Report cards of a class: every pupil's subjects with the marks of the term and the results so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.models.spans import Span
from ejournal.services.calendar.year import TermSpan, YearSpan
from ejournal.services.papers.classes import ClassBasis, ListedPupil, class_basis
from ejournal.services.papers.courses import CoursePaper
from ejournal.services.papers.results import LAST_KEYS, Missed, is_missed


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject of a pupil: what stands in its cells in the term, lessons missed in it, results by column."""

    subject: str
    cells: tuple[str, ...]
    missed: int
    results: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Card:
    """A pupil's report card."""

    pupil: ListedPupil
    lines: tuple[SubjectLine, ...]
    missed: Mapping[int, Missed]


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a class, of a term or of the year; keys: the columns of results up to then."""

    title: str
    teachers: tuple[str, ...]
    year: YearSpan
    term: TermSpan | None
    terms: tuple[TermSpan, ...]
    keys: tuple[str, ...]
    cards: tuple[Card, ...]
    is_open: bool


def report_cards(
    session: Session, actor: Actor, class_id: int, term_number: int | None, pupil_id: int | None = None
) -> Cards:
    """The cards of a class, or of one pupil of it, for whoever may open the class."""
    return only(cards_of(class_basis(session, actor, class_id, None), term_number, actor.today), pupil_id)


def only(found: Cards, pupil_id: int | None) -> Cards:
    """The card of one pupil alone; NotFound for who is none of the class."""
    if pupil_id is None:
        return found
    cards = tuple(one for one in found.cards if one.pupil.id == pupil_id)
    if not cards:
        raise NotFound
    return replace(found, cards=cards)


def cards_of(basis: ClassBasis, term_number: int | None, today: date) -> Cards:
    """The cards, counted of a class's whole year."""
    term = next((one for one in basis.terms if one.number == term_number), None)
    if term is None and term_number is not None:
        raise NotFound
    terms = tuple(one for one in basis.terms if term is None or one.number <= term.number)
    shown = {str(one.number) for one in terms} | (
        set() if term and term is not basis.terms[-1] else set(LAST_KEYS)
    )
    keys = tuple(key for key in basis.results.keys if key in shown)
    missed = basis.missed(today)
    numbers = {one.number for one in terms}
    return Cards(
        title=basis.title,
        teachers=basis.teachers,
        year=basis.year,
        term=term,
        terms=terms,
        keys=keys,
        cards=tuple(
            Card(
                pupil,
                tuple(_lines((*basis.papers, *basis.beside), pupil.id, term, keys)),
                {number: one for number, one in missed.get(pupil.id, {}).items() if number in numbers},
            )
            for pupil in basis.pupils
            if term is None or _is_in(basis, pupil.id, term)
        ),
        is_open=today <= (term or basis.year).ends,
    )


def _is_in(basis: ClassBasis, pupil_id: int, term: TermSpan) -> bool:
    """Whether the pupil sat in some course of the class in the term, or has a mark of it."""
    span = Span(term.starts, term.ends)
    return any(
        any(one.meets(span) for one in pupil.spans) or str(term.number) in pupil.terms
        for paper in basis.papers
        for pupil in paper.pupils
        if pupil.id == pupil_id
    )


def _lines(
    papers: Iterable[CoursePaper], pupil_id: int, term: TermSpan | None, keys: Iterable[str]
) -> Iterable[SubjectLine]:
    """The pupil's subjects; two groups of one subject stand in one line."""
    found: dict[str, SubjectLine] = {}
    for paper in papers:
        pupil = next((one for one in paper.pupils if one.id == pupil_id), None)
        if pupil is None:
            continue
        lessons = [one for one in paper.lessons if term is None or one.day in term]
        before = found.get(paper.subject, SubjectLine(paper.subject, (), 0, {}))
        results = {key: pupil.terms[key] for key in keys if key in pupil.terms}
        found[paper.subject] = SubjectLine(
            paper.subject,
            (*before.cells, *(pupil.cells[one.id] for one in lessons if one.id in pupil.cells)),
            before.missed + sum(is_missed(pupil, one.id) for one in lessons),
            {**before.results, **results},
        )
    return found.values()
