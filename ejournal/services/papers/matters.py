"""What the papers of a class are of, and what stands in them: for their numbers, and for what differs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ejournal.models import IssuedKind
from ejournal.services.documents.register import Line
from ejournal.services.issued.contents import Content, Section, digest
from ejournal.services.issued.things import Thing
from ejournal.services.papers.cards import Card, Cards
from ejournal.services.papers.classes import ClassBasis, ClassBook
from ejournal.services.papers.courses import CoursePaper
from ejournal.services.reports.filed import FiledReport


@dataclass(frozen=True, slots=True)
class Matter:
    """What a paper is of and what stands in it; of an open term there is only a draft, without a number.

    is_whole: for a reader who sees all pupils of it; a part would stand in place of the whole.
    """

    thing: Thing
    content: Content
    is_open: bool
    is_whole: bool = True


def course_matter(papers: Sequence[CoursePaper], class_id: int | None = None) -> Matter:
    """The journal of one course; of all groups of a subject with the class that they are of."""
    first = papers[0]
    thing = Thing.of(
        IssuedKind.COURSE,
        first.year,
        first.term,
        course_id=first.course_id,
        class_id=class_id,
        class_title=first.class_title,
        subject=", ".join(filter(None, (first.subject, "" if class_id else first.group))),
    )
    pupils = {str(one.id): digest(one.name) for paper in papers for one in paper.pupils}
    is_whole = all(paper.is_whole for paper in papers)
    return Matter(thing, _of_courses(papers) | {Section.PUPILS: pupils}, first.is_open, is_whole)


def journal_matter(class_id: int, book: ClassBook) -> Matter:
    """The whole journal of a class."""
    basis = book.basis
    content = _of_courses((*basis.papers, *basis.beside)) | {
        Section.PUPILS: _listed(basis),
        Section.PEOPLE: {str(one.id): digest(one) for one in book.people},
        Section.TIMETABLE: {f"{day}.{number}": digest(*words) for (day, number), words in book.week.items()},
    }
    return Matter(_of_class(IssuedKind.JOURNAL, class_id, basis), content, basis.is_open)


def summary_matter(class_id: int, basis: ClassBasis) -> Matter:
    """The summary sheet of a class."""
    marks = {
        f"{pupil_id}.{key}.{subject}": value
        for pupil_id, own in basis.results.marks.items()
        for (subject, key), value in own.items()
    }
    content = {Section.TERM_MARKS: marks, Section.PUPILS: _listed(basis)}
    return Matter(_of_class(IssuedKind.SUMMARY, class_id, basis), content, basis.is_open)


def cards_matter(kind: IssuedKind, class_id: int, cards: Cards, pupil_id: int | None) -> Matter:
    """Report cards, or letters to parents, of a class or of one pupil of it."""
    content: dict[Section, Mapping[str, str]] = {
        Section.TERM_MARKS: dict(pair for one in cards.cards for pair in _results(one)),
        Section.PUPILS: {str(one.pupil.id): digest(one.pupil.full) for one in cards.cards},
        Section.FIGURES: dict(pair for one in cards.cards for pair in _missed(one)),
    }
    if kind is IssuedKind.LETTERS:
        content[Section.MARKS] = dict(pair for one in cards.cards for pair in _cells(one))
    thing = Thing.of(
        kind, cards.year, cards.term, class_id=class_id, class_title=cards.title, pupil_id=pupil_id
    )
    return Matter(thing, content, cards.is_open)


def filed_content(report: FiledReport) -> Content:
    """The figures of a filed report: by table, by whom or what a line is of, and column."""
    figures: dict[str, str] = {}
    for at, table in enumerate(report.tables):
        seen: Counter[str] = Counter()  # namesakes stand in lines of their own
        for line in table.lines:
            whose = digest(line[0])
            seen[whose] += 1
            place = f"{at}.{whose}.{seen[whose]}"
            figures |= {f"{place}.{n}": str(value) for n, value in enumerate(line[1:]) if value is not None}
    return {Section.FIGURES: figures}


def register_matter(thing: Thing, lines: Iterable[Line]) -> Matter:
    """The sheet of acknowledgement of a document: each signature by its line."""
    signatures = {
        str(one.id): digest(one.version, one.at, one.how, one.text_hash, one.paper_day)
        for one in lines
        if one.version
    }
    return Matter(thing, {Section.SIGNATURES: signatures}, is_open=False)


def _of_class(kind: IssuedKind, class_id: int, basis: ClassBasis) -> Thing:
    return Thing.of(kind, basis.year, basis.term, class_id=class_id, class_title=basis.title)


def _listed(basis: ClassBasis) -> dict[str, str]:
    return {str(one.id): digest(one.name) for one in basis.pupils}


def _of_courses(papers: Iterable[CoursePaper]) -> dict[Section, Mapping[str, str]]:
    marks, terms, lessons = {}, {}, {}
    for paper in papers:
        for pupil in paper.pupils:
            place = f"{paper.course_id}.{pupil.id}"
            marks.update({f"{place}.{lesson_id}": text for lesson_id, text in pupil.cells.items()})
            terms.update({f"{place}.{key}": value for key, value in pupil.terms.items()})
        for one in paper.lessons:
            said = (one.day, one.topic, one.homework, one.teacher, one.substitute, one.cancelled)
            lessons[f"{paper.course_id}.{one.id}"] = digest(*said)
    return {Section.MARKS: marks, Section.TERM_MARKS: terms, Section.LESSONS: lessons}


def _results(card: Card) -> Iterator[tuple[str, str]]:
    for line in card.lines:
        for key, value in line.results.items():
            yield f"{card.pupil.id}.{key}.{line.subject}", value


def _cells(card: Card) -> Iterator[tuple[str, str]]:
    """A subject's marks without their days: how often each stands there."""
    for line in card.lines:
        for value, times in Counter(line.cells).items():
            for number in range(times):
                yield f"{card.pupil.id}.{value}.{number}.{line.subject}", ""


def _missed(card: Card) -> Iterator[tuple[str, str]]:
    for number, one in card.missed.items():
        yield f"{card.pupil.id}.{number}", f"{one.days}.{one.lessons}"
    for line in card.lines:
        if line.missed:
            yield f"{card.pupil.id}.lessons.{line.subject}", str(line.missed)
