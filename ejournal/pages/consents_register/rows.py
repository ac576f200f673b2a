"""What the browser sees of the register."""

from dataclasses import dataclass

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.services.consents.giving import ConsentState
from ejournal.services.consents.register import Choices, Line, Standing
from ejournal.ui.kit import Choice
from ejournal.ui.words.consents import TONES, said_words, state_words


@dataclass(frozen=True)
class LineRow:
    """A question with its answer; person and key name it when a paper is entered."""

    person: str
    key: str
    title: str
    about: str
    purpose: str
    said: str
    entered: str
    state: str
    tone: str


NO_ROW = LineRow("", "", "", "", "", "", "", "", "soft")


def line_row(actor: Actor, one: Line, locale: str) -> LineRow:
    """The line in words."""
    about = one.about or gettext(locale, "about themselves")
    return LineRow(
        person=str(one.person_id),
        key=one.key,
        title=one.name,
        about=", ".join(part for part in (about, one.class_title) if part),
        purpose=one.purpose,
        said=said_words(actor, one.said_at, one.version, one.current, one.paper_day, locale),
        entered=gettext(locale, "entered by {name}", name=one.entered_by) if one.entered_by else "",
        state=state_words(one.state, locale),
        tone=TONES[one.state],
    )


def purpose_choices(found: Choices, locale: str) -> list[Choice]:
    """The purposes, all of them first."""
    every = Choice("", gettext(locale, "All purposes"))
    return [every, *(Choice(str(number), name) for number, name in found.purposes)]


def class_choices(found: Choices, locale: str) -> list[Choice]:
    """The classes, all that one may see first."""
    every = Choice("", gettext(locale, "All classes"))
    return [every, *(Choice(str(number), title) for number, title in found.classes)]


def state_choices(locale: str) -> list[Choice]:
    """The states, all of them first, and what people have said who are asked no more."""
    every = Choice("", gettext(locale, "Whatever was said"))
    states = [Choice(one.value, state_words(one, locale)) for one in ConsentState]
    return [every, *states, Choice(Standing.FORMER.value, gettext(locale, "Asked no more"))]
