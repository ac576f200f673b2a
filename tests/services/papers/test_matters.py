"""What stands in a paper, place by place: what changes in it is counted, and nothing else is."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ejournal.models import IssuedKind
from ejournal.services.issued.contents import Difference, Section, differences
from ejournal.services.papers.cards import Card, Cards, SubjectLine
from ejournal.services.papers.classes import ListedPupil
from ejournal.services.papers.courses import CoursePaper
from ejournal.services.papers.matters import cards_matter, course_matter, journal_matter, summary_matter
from ejournal.services.papers.results import Missed
from tests.printouts.journal_papers import TERMS, YEAR, a_class, lessons_of, paper, pupils_of

LESSONS = lessons_of(TERMS[:1], 2)
PUPILS = pupils_of(5, LESSONS, Random(3))
PAPER = paper(LESSONS, PUPILS)


def with_cell(found: CoursePaper, pupil: int, lesson: int, text: str) -> CoursePaper:
    """The paper with something in a cell; empty for nothing."""
    one = found.pupils[pupil]
    cells = {key: value for key, value in one.cells.items() if key != lesson} | (
        {lesson: text} if text else {}
    )
    pupils = [*found.pupils]
    pupils[pupil] = replace(one, cells=cells)
    return replace(found, pupils=tuple(pupils))


def told(before: CoursePaper, after: CoursePaper) -> list[Difference]:
    return differences(course_matter([before]).content, course_matter([after]).content)


@given(st.integers(0, 4), st.sampled_from(LESSONS), st.sampled_from(["5", "н", "2/3", ""]))
def test_a_cell_is_counted_as_added_changed_or_removed(pupil: int, lesson: object, text: str) -> None:
    number = lesson.id  # type: ignore[attr-defined]
    before = PAPER.pupils[pupil].cells.get(number, "")
    expected = [] if before == text else [
        Difference(Section.MARKS, int(not before), int(bool(before and text)), int(not text))
    ]  # fmt: skip
    assert told(PAPER, with_cell(PAPER, pupil, number, text)) == expected


def test_lessons_term_marks_and_pupils_are_counted_each_by_themselves() -> None:
    less = replace(PAPER, lessons=PAPER.lessons[:-2])
    assert Difference(Section.LESSONS, 2, 0, 0) in told(less, PAPER)
    other = replace(PAPER, lessons=(replace(PAPER.lessons[0], topic="Иная тема"), *PAPER.lessons[1:]))
    assert told(PAPER, other) == [Difference(Section.LESSONS, 0, 1, 0)]
    fewer = replace(PAPER, pupils=PAPER.pupils[1:])
    assert Difference(Section.PUPILS, 1, 0, 0) in told(fewer, PAPER)


def test_each_kind_of_paper_says_what_it_is_of() -> None:
    book = a_class((PAPER,), 5)
    journal, summary = journal_matter(7, book), summary_matter(7, book.basis)
    assert (journal.thing.kind, summary.thing.kind) == (IssuedKind.JOURNAL, IssuedKind.SUMMARY)
    assert {journal.thing.class_id, summary.thing.class_id} == {7}
    assert course_matter([PAPER]).thing != course_matter([PAPER], 7).thing
    assert journal.content[Section.PEOPLE] or not book.people


def card(cells: tuple[str, ...], missed: int) -> Cards:
    line = SubjectLine("Математика", cells, missed, {"1": "4"})
    one = Card(ListedPupil(1, "Лебедева Анна", "Лебедева Анна Олеговна"), (line,), {1: Missed(missed, 0)})
    return Cards("6 «Б»", (), YEAR, TERMS[0], TERMS[:1], ("1",), (one,), False)


def test_a_letter_counts_its_marks_and_a_card_its_results_alone() -> None:
    before, after = card(("5", "4", "4"), 0), card(("5", "4", "4", "4", "2"), 2)

    def differs(kind: IssuedKind) -> dict[Section, Difference]:
        was, now = cards_matter(kind, 7, before, None), cards_matter(kind, 7, after, None)
        return {one.section: one for one in differences(was.content, now.content)}

    assert differs(IssuedKind.LETTERS)[Section.MARKS] == Difference(Section.MARKS, 2, 0, 0)
    assert set(differs(IssuedKind.CARDS)) == {Section.FIGURES}
    assert cards_matter(IssuedKind.CARDS, 7, before, 1).thing.pupil_id == 1
