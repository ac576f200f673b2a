"""What the browser sees of a survey that is answered."""

from dataclasses import dataclass
from typing import Any

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.models import SurveyPer
from ejournal.services.files.keeping import shown
from ejournal.services.surveys.answers.seats import Seat
from ejournal.services.surveys.answers.sending import Answering
from ejournal.ui.words.surveys.asked import for_whom, question_rows, rule_rows, until_words


@dataclass
class SeatRow:
    """One of the own rights to answer: for whom, whether it was used, where it is."""

    id: str
    words: str
    done: bool
    href: str


def survey_row(found: Answering, mine: frozenset[int], actor: Actor, locale: str) -> dict[str, Any]:
    """The survey for the component."""
    one, seat = found.survey, found.seat
    again = found.content is not None
    return {
        "id": one.id,
        "seat": seat.id,
        "seen": found.seen,
        "seq": found.seen,
        "open": found.is_open,
        "preview": False,
        "intro": one.intro,
        "for_whom": for_whom(one, seat, actor, locale),
        "until": until_words(one, actor, locale),
        "questions": question_rows(found.form, mine, locale),
        "rules": rule_rows(found.form),
        "content": found.content or {},
        "files": {key: shown(file) for key, file in found.files.items()},
        "send": gettext(locale, "Send the changed answer" if again else "Send the answer"),
    }


def seat_rows(found: Answering, address: str, locale: str) -> list[SeatRow]:
    """The own seats to choose from."""
    base = address.format(survey_id=found.survey.id)
    return [
        SeatRow(str(one.id), _seat_words(one, locale), one.answered_on is not None, f"{base}&seat={one.id}")
        for one in found.seats
    ]


def _seat_words(one: Seat, locale: str) -> str:
    if one.per is SurveyPer.PERSON:
        return gettext(locale, "For myself")
    return ", ".join(child.first_name for child in one.children)
