"""A survey beside its earlier run, from which it was copied: the same questions, asked before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.services.base.names import folded
from ejournal.services.surveys.answers.form import FormQuestion
from ejournal.services.surveys.results.seen import sight_of
from ejournal.services.surveys.results.shown import Figures, Results, results_in_sight, share
from ejournal.services.surveys.results.tally import Way


@dataclass(frozen=True, slots=True)
class Before:
    """How a question was answered in the earlier run: shares of its ways in per cent, the average, of how
    many."""

    answered: int
    shares: Mapping[Way, int]
    mean: float | None


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """The earlier run: its title and its day, what share had answered, what was said by question of this
    one."""

    title: str
    at: datetime | None
    turnout: int
    before: Mapping[int, Before]


def earlier_run(session: Session, actor: Actor, found: Results, now: datetime) -> EarlierRun | None:
    """The run from which this survey was copied, as far as the actor may see it; None where there is
    none."""
    number = found.sight.survey.copy_of_id
    if number is None:
        return None
    try:
        sight = sight_of(session, actor, number, now)
    except NotFound:
        return None
    if sight.is_open:
        return None
    earlier = results_in_sight(session, sight)
    known = {_named(one.question): one for one in reversed(earlier.figures) if not one.held}
    before = {
        one.question.id: _before(one.question, known[_named(one.question)])
        for one in found.figures
        if not one.held and _named(one.question) in known
    }
    survey = sight.survey
    return EarlierRun(survey.title, survey.closed_at, share(earlier.answered, earlier.seats), before)


def _named(question: FormQuestion) -> tuple[str, str]:
    return question.kind.value, folded(question.title)


def _before(question: FormQuestion, then: Figures) -> Before:
    """Ways are the same where they are called the same."""
    titles = {folded(option.title): option.id for option in question.options}
    named = {option.id: folded(option.title) for option in then.question.options}
    shares: dict[Way, int] = {}
    for way, count in then.ways:
        same = titles.get(named[way]) if isinstance(way, int) and way in named else way
        if same is not None:
            shares[same] = share(count, then.answered)
    return Before(then.answered, shares, then.mean)
