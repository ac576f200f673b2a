"""What the charts count, for the lines of a report: marks beside their norm, homework, test papers."""

from collections.abc import Iterable

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import ScaleKind
from ejournal.services.grading.averages import Tally
from ejournal.services.own_reports.lines import Given, Homework
from ejournal.services.reports.book import Book
from ejournal.services.reports.charts.homework import minutes_of, read_days, read_norms
from ejournal.services.reports.charts.norms import Held
from ejournal.services.reports.charts.papers import LIMITS, breaches, read_papers
from ejournal.services.reports.periods import Period

ALL_PAPERS = "all"


def given_of(held: Iterable[Held]) -> Given | None:
    """The marks of these pupils and courses; None of none."""
    every = list(held)
    if not every:
        return None
    of_five = [one.tally for one in every if one.scale is ScaleKind.FIVE]
    tally = Tally(sum(one.total for one in of_five), sum(one.weight for one in of_five))
    return Given(
        len(every),
        sum(one.marks for one in every),
        sum(one.is_short for one in every),
        tally.average,
    )


def read_homework(
    session: Session, actor: Actor, book: Book, period: Period, subject_id: int | None
) -> dict[int, Homework]:
    """By class what is given for a day, in all subjects or in one; two queries."""
    norms = read_norms(session, actor, book)
    found = {}
    for class_id, given in read_days(session, actor, book, period, subject_id).items():
        minutes = [minutes_of(facts) for facts in given.values()]
        over = sum(one > norms[class_id] for one in minutes)
        found[class_id] = Homework(sum(minutes), len(minutes), over)
    return found


def read_paper_counts(
    session: Session, actor: Actor, book: Book, period: Period, subject_id: int | None
) -> dict[int, dict[str, int]]:
    """By class how many test papers there are and pass each limit, in all subjects or in one; two queries."""
    read = read_papers(session, actor, book, period)
    found = {}
    for one in book.classes.values():
        span = period.span(one.scheme_id)
        if span is None:
            continue
        every, broken = breaches(book, one, *span, read)
        found[one.id] = {
            what: sum(subject_id in (None, paper.subject_id) for paper in papers)
            for what, papers in ((ALL_PAPERS, every), *((limit, broken[limit]) for limit in LIMITS))
        }
    return found
