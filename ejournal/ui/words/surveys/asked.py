"""A survey as the browser asks it: its questions with what may be chosen, and in words for whom and until
when."""

from collections.abc import Mapping
from typing import Any

from ejournal import clock, limits
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock as clock_words
from ejournal.i18n.dates import day_month
from ejournal.models import QuestionKind, Survey, SurveyPer
from ejournal.services.surveys.answers.form import CHOOSING, WORDS, Choosable, Form, FormQuestion
from ejournal.services.surveys.answers.seats import Seat
from ejournal.services.surveys.answers.values import bounds, longest_text, most_files


def question_rows(form: Form, mine: frozenset[int], locale: str) -> list[dict[str, Any]]:
    """The questions for the component; mine: the options that the one who answers has chosen already."""
    return [question_row(one, mine, locale) for one in form.questions]


def rule_rows(form: Form) -> list[dict[str, Any]]:
    """When each question is shown."""
    return [
        {"of": one.question_id, "on": one.on_id, "kind": one.kind.value, "options": list(one.options),
         "number": one.number}
        for one in form.rules
    ]  # fmt: skip


def question_row(one: FormQuestion, mine: frozenset[int], locale: str) -> dict[str, Any]:
    """A question for the component."""
    row: dict[str, Any] = {
        "id": one.id, "kind": one.kind.value, "title": one.title, "note": one.note, "required": one.required,
        "hint": hint(one, locale), "options": [_option_row(option, mine) for option in one.options],
    }  # fmt: skip
    if one.kind in CHOOSING:
        least, most = bounds(one)
        row |= {"least": least, "most": most, "other": one.other, "other_limit": limits.SURVEY_OTHER}
    if one.kind in CHOOSING or one.kind is QuestionKind.ORDER:
        row["shuffled"] = one.shuffled
    if one.kind is QuestionKind.SCALE:
        low, high = one.ends
        row |= {"low": low, "high": high, "low_words": one.low_words, "high_words": one.high_words}
    if one.kind is QuestionKind.MATRIX:
        row["columns"] = [{"id": column.id, "title": column.title} for column in one.columns]
    if one.kind in WORDS:
        row["limit"] = longest_text(one)
    if one.kind is QuestionKind.FILE:
        row["files"] = most_files(one)
    return row


def _option_row(one: Choosable, mine: frozenset[int]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": one.id, "title": one.title}
    if one.places is not None:
        row |= {"places": one.places, "left": one.left, "mine": one.id in mine}
    if one.picture is not None:
        row |= {"picture": one.picture.preview or one.picture.address, "alt": one.alt}
    return row


def hint(one: FormQuestion, locale: str) -> str:
    """What stands beneath a question: how much may be chosen, which numbers are taken."""
    if one.kind is QuestionKind.ORDER:
        return gettext(locale, "Put them in order: the most important first")
    if one.kind is QuestionKind.NUMBER:
        return _bounds_hint(one, locale)
    if one.kind not in CHOOSING:
        return ""
    least, most = bounds(one)
    if most == 1:
        return ""
    if least == most:
        return ngettext(locale, "Choose exactly {n} answer", "Choose exactly {n} answers", most)
    if least == 1:
        all_of_them = most >= len(one.options) + bool(one.other)
        if all_of_them:
            return gettext(locale, "Choose all that fit")
        return ngettext(locale, "Choose up to {n} answer", "Choose up to {n} answers", most)
    return gettext(locale, "Choose from {least} to {most} answers", least=least, most=most)


def _bounds_hint(one: FormQuestion, locale: str) -> str:
    low, high = (None if end is None else f"{end:g}" for end in (one.low, one.high))
    if low is not None and high is not None:
        return gettext(locale, "A number from {low} to {high}", low=low, high=high)
    if low is not None:
        return gettext(locale, "A number, at least {low}", low=low)
    return gettext(locale, "A number, at most {high}", high=high) if high is not None else ""


def for_whom(survey: Survey, seat: Seat, actor: Actor, locale: str) -> str:
    """For whom the answer counts, and until when it may be changed."""
    names = " · ".join(f"{one.first_name}, {one.class_title}" for one in seat.children)
    if seat.per is SurveyPer.PERSON:
        whom = ""
    elif seat.per is SurveyPer.FAMILY:
        whom = gettext(locale, "One answer for the family: {names}", names=names)
    else:
        whom = gettext(locale, "The answer for the child: {names}", names=names)
    if survey.anonymous:
        more = gettext(locale, "Without a name: it cannot be changed after it is sent")
    elif survey.closes_at is None:
        more = gettext(locale, "You can change it until the survey closes")
    else:
        more = gettext(locale, "You can change it until {when}", when=moment_words(survey, actor, locale))
    return ". ".join(part for part in (whom, more) if part)


def until_words(survey: Survey, actor: Actor, locale: str) -> str:
    """Until when answers are taken; empty without an end."""
    if survey.closes_at is None:
        return ""
    return gettext(locale, "until {when}", when=moment_words(survey, actor, locale))


def moment_words(survey: Survey, actor: Actor, locale: str) -> str:
    """The day and hour at which it closes."""
    if survey.closes_at is None:
        return ""
    at = clock.local(survey.closes_at, actor.time_zone)
    if (at.hour, at.minute) in ((0, 0), (23, 59)):
        return day_month(locale, at.date())
    return f"{day_month(locale, at.date())}, {clock_words(locale, at.time())}"


def fault_words(faults: Mapping[int, Any], locale: str) -> dict[str, str]:
    """What is wrong, by the question."""
    return {str(number): gettext(locale, one.message, **one.params) for number, one in faults.items()}
