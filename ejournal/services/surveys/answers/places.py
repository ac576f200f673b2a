"""Places of options: the last one goes to one of two who want it at once."""

from collections.abc import Collection, Mapping

from sqlalchemy import or_, update
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models import SurveyOption
from ejournal.models.base import table
from ejournal.services.surveys.answers.form import CHOOSING, Form
from ejournal.services.surveys.answers.values import FaultyAnswers

_option = table(SurveyOption).c
NO_PLACES = "No places are left: {titles}. Choose something else"


def move_places(
    session: Session, school_id: int, form: Form, before: Collection[int], after: Collection[int]
) -> None:
    """Free the places of what is chosen no more, take those of what is chosen now; FaultyAnswers.

    In the order of their numbers, so that no two who change at once wait for each other.
    """
    full: dict[int, list[str]] = {}
    questions = {
        option.id: (question.id, option)
        for question in form.asking if question.kind in CHOOSING
        for option in question.options
    }  # fmt: skip
    for number in sorted({*before} ^ {*after}):
        step = 1 if number in after else -1
        room = (
            or_(_option.places.is_(None), _option.taken < _option.places) if step > 0 else _option.taken > 0
        )
        done = session.execute(
            update(SurveyOption)
            .where(_option.school_id == school_id, _option.id == number, room)
            .values(taken=_option.taken + step)
        )
        if step > 0 and not done.rowcount:  # type: ignore[attr-defined]
            question, option = questions[number]
            full.setdefault(question, []).append(option.title)
    if full:
        raise FaultyAnswers(
            {number: DomainError(NO_PLACES, titles=", ".join(titles)) for number, titles in full.items()}
        )


def chosen_in(form: Form, content: Mapping[str, object]) -> frozenset[int]:
    """The options in answers that are kept, removed ones among them."""
    found: set[int] = set()
    for question in form.asking:
        value = content.get(str(question.id))
        if question.kind in CHOOSING and isinstance(value, dict):
            found.update(value.get("options", ()))
    return frozenset(found)
