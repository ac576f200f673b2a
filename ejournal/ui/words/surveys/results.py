"""What was said in a survey, in words: ways of questions, how many of how many, what is held back and
why."""

from datetime import date
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, decimal, full_date, short_date
from ejournal.models import QuestionKind, Survey
from ejournal.services.surveys.answers.form import FormQuestion
from ejournal.services.surveys.results.participation import ClassTurnout
from ejournal.services.surveys.results.shown import Results, share
from ejournal.services.surveys.results.tally import OTHER, Way

KINDS = {
    QuestionKind.YES_NO: "yes or no",
    QuestionKind.ONE: "one answer",
    QuestionKind.SEVERAL: "several answers",
    QuestionKind.PICTURE: "choice among pictures",
    QuestionKind.SCALE: "scale",
    QuestionKind.MATRIX: "table",
    QuestionKind.ORDER: "order",
    QuestionKind.SHORT_TEXT: "in words",
    QuestionKind.LONG_TEXT: "in words",
    QuestionKind.NUMBER: "number",
    QuestionKind.DATE: "date",
    QuestionKind.FILE: "files",
}
HIDDEN = "hidden"
"""What stands where a small number is held back."""


def way_words(question: FormQuestion, way: Way, locale: str) -> str:
    """What somebody has said, in words."""
    if isinstance(way, bool):
        return gettext(locale, "Yes" if way else "No")
    if way == OTHER:
        return gettext(locale, "Something else")
    if isinstance(way, int) and question.options:
        return next((one.title or one.alt for one in question.options if one.id == way), f"№ {way}")
    if question.kind is QuestionKind.DATE:
        return short_date(locale, date.fromisoformat(str(way)))
    return str(way)


def value_words(question: FormQuestion, value: Any, locale: str) -> str:
    """A whole answer to a question in one line, for lists by name."""
    if value is None:
        return ""
    if isinstance(value, dict) and "options" in value:
        parts = [way_words(question, one, locale) for one in value["options"]]
        return "; ".join([*parts, *([value["other"]] if value.get("other") else [])])
    if isinstance(value, dict):
        columns = {one.id: one.title for one in question.columns}
        rows = {str(one.id): one.title for one in question.options}
        return "; ".join(f"{rows.get(row, row)}: {columns.get(one, one)}" for row, one in value.items())
    if isinstance(value, list) and question.kind is QuestionKind.ORDER:
        return " > ".join(way_words(question, one, locale) for one in value)
    if isinstance(value, list):
        return gettext(locale, "files: {n}", n=len(value))
    if question.kind is QuestionKind.DATE:
        return full_date(locale, date.fromisoformat(str(value)))
    return way_words(question, value, locale)


def number_words(value: float, locale: str) -> str:
    """«3,6»; a whole number without a point."""
    return str(int(value)) if value == int(value) else decimal(locale, value, 1)


def turnout_words(found: Results, locale: str) -> str:
    """«87 из 112 ответили»."""
    return ngettext(
        locale,
        "{answered} of {n} answered",
        "{answered} of {n} answered",
        found.seats,
        answered=found.answered,
    )


def of_words(answered: int, asked: int, locale: str) -> str:
    """How many answered the question, where not all who were asked did."""
    if answered == asked:
        return ngettext(locale, "{n} answer", "{n} answers", answered)
    return gettext(locale, "{answered} of {asked} answered this", answered=answered, asked=asked)


def standing_line(survey: Survey, actor: Actor, locale: str, *, is_open: bool) -> str:
    """Whether it keeps names, and where it stands."""
    named = gettext(locale, "without names" if survey.anonymous else "with names")
    at = survey.closed_at or survey.closes_at
    day = day_month(locale, clock.local(at, actor.time_zone).date()) if at else ""
    if not is_open:
        state = gettext(locale, "closed {day}", day=day) if day else gettext(locale, "closed survey")
    elif day:
        state = gettext(locale, "open until {day}", day=day)
    else:
        state = gettext(locale, "open survey")
    return f"{named} · {state}"


def class_words(one: ClassTurnout, locale: str) -> str:
    """A class of the share, or those who are of none."""
    return one.title or gettext(locale, "Staff")


def notes(found: Results, actor: Actor, locale: str) -> list[str]:
    """What must be known with the figures: why there are none yet, what waits, what is held back."""
    survey, said = found.sight.survey, []
    if found.sight.later:
        day = (
            day_month(locale, clock.local(survey.closes_at, actor.time_zone).date())
            if survey.closes_at
            else ""
        )
        said.append(
            gettext(locale, "The results appear on {day}, when the survey closes", day=day)
            if day
            else gettext(locale, "The results appear when the survey closes")
        )
        return said
    if found.too_few and not found.sight.is_open:
        said.append(
            gettext(
                locale,
                "Fewer than five have answered: nothing is shown, so that nobody is known by their answer",
            )
        )
    elif found.too_few:
        said.append(
            gettext(
                locale,
                "Results are shown from five answers on, so that nobody is known by their answer",
            )
        )
    if survey.anonymous and found.waiting and found.sight.is_open:
        said.append(
            ngettext(
                locale,
                "{n} answer more is sealed: they come to light together, up to nine a class later",
                "{n} answers more are sealed: they come to light together, up to nine a class later",
                found.waiting,
            )
        )
    return said


def held_words(locale: str) -> str:
    """Why a number is not there."""
    return gettext(locale, "Answered by fewer than five: not shown, so that nobody is known by their answer")


def share_words(part: int, whole: int) -> str:
    """«39 %»."""
    return f"{share(part, whole)}\u00a0%"
