"""The results of a survey as somebody sees them: figures of each question, those of few held back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean, median

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import QuestionKind, SurveyAnswer
from ejournal.models.base import table
from ejournal.services.surveys.answers.form import Form, FormQuestion, read_form
from ejournal.services.surveys.results.participation import ClassTurnout, turnout
from ejournal.services.surveys.results.seen import Sight, sight_of
from ejournal.services.surveys.results.tally import Said, Tally, Way, all_ways, said_in, tally
from ejournal.services.surveys.urn import GROUP, waiting_count

_answer = table(SurveyAnswer).c


@dataclass(frozen=True, slots=True)
class Figures:
    """What was said to a question; held: by too few to be shown, then all is empty.

    ways: (way, how many) in the order offered; dates in theirs. pairs: of a matrix by row and column.
    places: of an order by option, the average place and how often it is the first. mean, middle: of numbers.
    """

    question: FormQuestion
    asked: int
    answered: int
    held: bool = False
    ways: tuple[tuple[Way, int], ...] = ()
    pairs: Mapping[tuple[int, int], int] = field(default_factory=dict)
    places: tuple[tuple[int, float, int], ...] = ()
    mean: float | None = None
    middle: float | None = None
    ends: tuple[float, float] | None = None
    texts: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A survey's results; seats: rights to answer, answered: how many were used, counted: how many are in
    here.

    waiting: anonymous answers that have not come to light. too_few: of so few that nothing is shown.
    revisions: (revision, answers), the latest first, where the questions were changed after answers came.
    """

    sight: Sight
    form: Form
    revision: int
    revisions: tuple[tuple[int, int], ...]
    classes: tuple[ClassTurnout, ...]
    said: tuple[Said, ...]
    tallies: tuple[Tally, ...]
    figures: tuple[Figures, ...]
    waiting: int
    too_few: bool

    @property
    def seats(self) -> int:
        """Rights to answer."""
        return sum(one.seats for one in self.classes)

    @property
    def answered(self) -> int:
        """How many of them were used."""
        return sum(one.answered for one in self.classes)

    @property
    def class_order(self) -> list[int | None]:
        """The classes from the lowest on."""
        return [one.class_id for one in self.classes]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to be shown now."""
        return not self.sight.later and not self.too_few and bool(self.said)


def results(
    session: Session, actor: Actor, survey_id: int, now: datetime, revision: int | None = None
) -> Results:
    """What the actor may see now; of another revision where one is named. NotFound where that is nothing."""
    return results_in_sight(session, sight_of(session, actor, survey_id, now), revision)


def results_in_sight(session: Session, sight: Sight, revision: int | None = None) -> Results:
    """The same for whoever has looked already; ten queries."""
    survey = sight.survey
    revisions = _revisions(session, sight)
    known = [number for number, _ in revisions]
    chosen = revision if revision in known else known[0] if known else survey.revision
    form = read_form(session, survey, None if chosen == survey.revision else chosen)
    waiting = waiting_count(session, survey) if survey.anonymous else 0
    said = () if sight.later else tuple(said_in(session, survey, chosen))
    too_few = sight.protected and len(said) < GROUP
    if too_few:
        said = ()
    tallies = tuple(tally(form, said))
    figures = tuple(figures_of(one, protected=sight.protected) for one in tallies)
    return Results(
        sight, form, chosen, revisions, turnout(session, survey), said, tallies, figures, waiting, too_few
    )


def _revisions(session: Session, sight: Sight) -> tuple[tuple[int, int], ...]:
    survey = sight.survey
    rows = session.execute(
        select(_answer.revision, func.count())
        .where(_answer.school_id == survey.school_id, _answer.survey_id == survey.id)
        .group_by(_answer.revision)
        .order_by(_answer.revision.desc())
    )
    return tuple((revision, count) for revision, count in rows)


def figures_of(one: Tally, *, protected: bool) -> Figures:
    """The figures of a question; of protected ones nothing that fewer than a group of people have said.

    Texts are shown where enough were asked for one: whoever wrote them is one of those.
    """
    question = one.question
    if protected and (one.asked < GROUP or one.answered < GROUP):
        texts = len(one.texts) if one.asked >= GROUP else 0
        return Figures(question, one.asked if one.asked >= GROUP else 0, 0, held=True, texts=texts)
    ways = all_ways(question) if question.kind is not QuestionKind.DATE else sorted(one.ways, key=str)
    numbers = one.numbers
    return Figures(
        question,
        one.asked,
        one.answered,
        ways=tuple((way, one.ways[way]) for way in ways),
        pairs=dict(one.pairs),
        places=_places(question, one.pairs, one.answered),
        mean=fmean(numbers) if numbers else None,
        middle=median(numbers) if numbers else None,
        ends=(min(numbers), max(numbers)) if numbers and not protected else None,
        texts=len(one.texts),
        files=tuple(key for _, key in one.files),
    )


def _places(
    question: FormQuestion, pairs: Counter[tuple[int, int]], answered: int
) -> tuple[tuple[int, float, int], ...]:
    """The options by their average place, the first before others."""
    if question.kind is not QuestionKind.ORDER or not answered:
        return ()
    found = []
    for option in question.options:
        placed = [(place, count) for (number, place), count in pairs.items() if number == option.id]
        people = sum(count for _, count in placed)
        if people:
            average = sum(place * count for place, count in placed) / people
            found.append((option.id, average, pairs[option.id, 1]))
    return tuple(sorted(found, key=lambda one: one[1]))


def share(part: int, whole: int) -> int:
    """How many per cent, as a whole number: of a few dozen people a decimal would pretend precision."""
    return (200 * part + whole) // (2 * whole) if whole else 0
