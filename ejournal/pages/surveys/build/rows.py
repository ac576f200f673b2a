"""What the browser sees of a survey that is built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import moment
from ejournal.models import (
    OptionAxis,
    QuestionKind,
    ResultsWhen,
    Survey,
    SurveyOption,
    SurveyPer,
    SurveyQuestion,
    SurveyState,
    Whom,
)
from ejournal.services.audience.offered import Named
from ejournal.services.files.keeping import Stored
from ejournal.services.surveys.conditions import deciders
from ejournal.services.surveys.opening import Asked
from ejournal.services.surveys.questions import Built
from ejournal.services.surveys.reading import ToBuild
from ejournal.services.surveys.words import BOLD, rule_words
from ejournal.ui.words.audience import WHOM, part_words
from ejournal.ui.words.surveys import KINDS, PER

SHOWN_PARTS = 3
"""Parts of the school that the line above the questions names."""


@dataclass
class Head:
    """What stands above the questions."""

    id: int = 0
    title: str = ""
    intro: str = ""
    state: str = ""
    status: str = ""
    whom: str = ""
    per: str = ""
    until: str = ""
    names: str = ""
    send: str = ""
    lacks: str = ""
    """What is still to be done before it can be sent."""
    answered: str = ""
    share: int = 0
    anonymous: bool = False
    has_answers: bool = False
    answers_came: str = ""
    """What is said of changes where there are any."""
    changes: bool = True


@dataclass
class Run:
    """A run of words in a sentence."""

    text: str
    bold: bool = False


@dataclass
class QuestionRow:
    """A question in the list."""

    id: int
    number: str
    title: str
    kind: str
    kind_words: str
    required: bool
    rule: list[Run]
    lacks: bool
    first: bool
    last: bool


@dataclass
class OptionRow:
    """An option of the open question."""

    id: int
    title: str
    alt: str
    places: str
    picture: str


@dataclass
class QuestionForm:
    """The open question; key is another whenever its fields are filled anew."""

    id: int = 0
    key: str = ""
    kind: str = ""
    title: str = ""
    note: str = ""
    required: bool = False
    shuffled: bool = False
    other: bool = False
    least: str = ""
    most: str = ""
    low: str = ""
    high: str = ""
    low_words: str = ""
    high_words: str = ""
    lines: str = ""
    columns: str = ""
    rule: list[Run] = field(default_factory=list)
    may_depend: bool = False
    """Whether a question before it may decide that it is shown."""


@dataclass
class Tile:
    """Something to choose, as a family sees it."""

    label: str
    note: str = ""
    picture: str = ""


@dataclass
class Preview:
    """The open question as a family sees it."""

    line: str = ""
    share: int = 0
    kind: str = ""
    title: str = ""
    note: str = ""
    hint: str = ""
    tiles: list[Tile] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    low: str = ""
    high: str = ""


# --------------------------------------------------------------------------------------------- above


def head(found: ToBuild, parts: Sequence[Named], asked: Asked, actor: Actor, locale: str) -> Head:
    """What stands above the questions."""
    survey = found.survey
    hard = [one for one in found.lacks if not one.soft]
    seats = asked.seats or 1
    return Head(
        id=survey.id or 0,
        title=survey.title,
        intro=survey.intro,
        state=survey.state.value,
        status=_status(survey, actor, locale),
        whom=_whom(parts, survey.whom, locale),
        per=gettext(locale, PER[survey.per]),
        until=_until(survey, actor, locale),
        names=_names(survey, locale),
        send=_send(survey, asked, locale),
        lacks=ngettext(locale, "{n} thing is left to do", "{n} things are left to do", len(hard)).format(
            n=len(hard)
        )
        if hard
        else "",
        answered=gettext(locale, "{n} of {all} answered", n=found.answered, all=asked.seats),
        share=min(100, found.answered * 100 // seats),
        anonymous=survey.anonymous,
        has_answers=found.has_answers,
        answers_came=_answers_came(locale) if found.has_answers else "",
        changes=survey.state is not SurveyState.CLOSED,
    )


def _answers_came(locale: str) -> str:
    return gettext(
        locale,
        "Answers have come already. If the questions change, the answers given before are kept apart "
        "in the results.",
    )


def _status(survey: Survey, actor: Actor, locale: str) -> str:
    def at(what: str, when: object) -> str:
        local = clock.local(when, actor.time_zone)  # type: ignore[arg-type]
        return gettext(locale, what, at=moment(locale, local))

    if survey.state is SurveyState.DRAFT:
        saved = clock.local(survey.saved_at, actor.time_zone)
        today = saved.date() == actor.today
        when = f"{saved:%H:%M}" if today else moment(locale, saved)
        return gettext(locale, "Draft, saved at {at}", at=when)
    if survey.state is SurveyState.WAITING:
        return at("Opens on {at}", survey.opens_at)
    if survey.state is SurveyState.OPEN:
        return at("Open since {at}", survey.opened_at)
    return at("Closed on {at}", survey.closed_at)


def _whom(parts: Sequence[Named], whom: Whom, locale: str) -> str:
    if not parts:
        return ""
    names = [part_words(one, locale) for one in parts[:SHOWN_PARTS]]
    more = len(parts) - len(names)
    listed = ", ".join(names) + (gettext(locale, " and {n} more", n=more) if more else "")
    of_school = all(one.part.kind.value in ("role", "person") for one in parts)
    return listed if of_school else f"{gettext(locale, WHOM[whom])}: {listed}"


def _until(survey: Survey, actor: Actor, locale: str) -> str:
    found = []
    if survey.closes_at is not None:
        at = moment(locale, clock.local(survey.closes_at, actor.time_zone))
        found.append(gettext(locale, "Until {at}", at=at))
    if survey.most_answers is not None:
        found.append(gettext(locale, "up to {n} answers", n=survey.most_answers))
    return ", ".join(found) or gettext(locale, "Without an end")


def _names(survey: Survey, locale: str) -> str:
    if survey.anonymous:
        return gettext(locale, "Without names: nobody learns who said what")
    if survey.results_when is ResultsWhen.CLOSED:
        return gettext(locale, "With names, results when it is closed")
    return gettext(locale, "With names, seen by who keeps the survey")


def _send(survey: Survey, asked: Asked, locale: str) -> str:
    if not asked.seats:
        return gettext(locale, "Send")
    one, many = {
        SurveyPer.FAMILY: ("Send to {n} family", "Send to {n} families"),
        SurveyPer.CHILD: ("Send: {n} child", "Send: {n} children"),
        SurveyPer.PERSON: ("Send to {n} person", "Send to {n} people"),
    }[survey.per]
    return ngettext(locale, one, many, asked.seats).format(n=asked.seats)


# ----------------------------------------------------------------------------------------- questions


def question_rows(found: ToBuild, locale: str) -> list[QuestionRow]:
    """The list of questions."""
    lacking = {one.question_id for one in found.lacks}
    has, last = found.built, len(found.built.questions) - 1
    return [
        QuestionRow(
            id=one.id or 0,
            number=str(has.number_of(one.id or 0) or ""),
            title=one.title,
            kind=one.kind.value,
            kind_words=_kind(one, locale),
            required=one.required,
            rule=runs(has, one.id or 0, locale),
            lacks=one.id in lacking,
            first=place == 0,
            last=place == last,
        )
        for place, one in enumerate(has.questions)
    ]


def _kind(question: SurveyQuestion, locale: str) -> str:
    words = gettext(locale, KINDS[question.kind]).lower()
    if question.kind is QuestionKind.SCALE:
        return f"{words} {_number(question.low)}–{_number(question.high)}"
    return words


def runs(has: Built, question_id: int, locale: str) -> list[Run]:
    """The rule of the question as a sentence with its parts in bold; empty for none."""
    rule = has.rule_of(question_id)
    if rule is None:
        return []
    parts = rule_words(rule, has, locale).split(BOLD)
    return [Run(text, place % 2 == 1) for place, text in enumerate(parts) if text]


def question_form(found: ToBuild, question: SurveyQuestion, key: str, locale: str) -> QuestionForm:
    """The open question."""
    has = found.built
    return QuestionForm(
        id=question.id or 0,
        key=key,
        kind=question.kind.value,
        title=question.title,
        note=question.note,
        required=question.required,
        shuffled=question.shuffled,
        other=question.other,
        least=_number(question.least),
        most=_number(question.most),
        low=_number(question.low),
        high=_number(question.high),
        low_words=question.low_words,
        high_words=question.high_words,
        lines=_lines(has.options_of(question)),
        columns=_lines(has.options_of(question, OptionAxis.COLUMN)),
        rule=runs(has, question.id or 0, locale),
        may_depend=bool(deciders(has, question.id or 0)),
    )


def _lines(options: Sequence[SurveyOption]) -> str:
    return "\n".join(one.title for one in options if one.title)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def option_rows(
    options: Sequence[SurveyOption], pictures: Mapping[int, tuple[Stored, ...]]
) -> list[OptionRow]:
    """What the open question offers."""
    return [
        OptionRow(one.id or 0, one.title, one.alt, _number(one.places), _picture(one, pictures))
        for one in options
    ]


def _picture(option: SurveyOption, pictures: Mapping[int, tuple[Stored, ...]]) -> str:
    shown = pictures.get(option.id or 0, ())
    return next((one.preview or one.address for one in shown), "")


def preview(found: ToBuild, question: SurveyQuestion, locale: str) -> Preview:
    """The open question as a family sees it."""
    has = found.built
    asked = [one.id for one in has.questions if one.kind is not QuestionKind.SECTION]
    number = has.number_of(question.id or 0)
    line = gettext(locale, "Question {n} of {all}", n=number, all=len(asked)) if number else ""
    return Preview(
        line=line,
        share=number * 100 // max(1, len(asked)),
        kind=question.kind.value,
        title=question.title,
        note=question.note,
        hint=_hint(question, locale),
        tiles=_tiles(found, question, locale),
        columns=[one.title for one in has.options_of(question, OptionAxis.COLUMN) if one.title],
        low=question.low_words,
        high=question.high_words,
    )


def _tiles(found: ToBuild, question: SurveyQuestion, locale: str) -> list[Tile]:
    if question.kind is QuestionKind.YES_NO:
        return [Tile(gettext(locale, "Yes")), Tile(gettext(locale, "No"))]
    if question.kind is QuestionKind.SCALE:
        low, high = int(question.low or 0), int(question.high or 0)
        return [Tile(str(number)) for number in range(low, high + 1)]
    tiles = [
        Tile(
            one.title,
            _places(one.places, locale),
            _picture(one, found.pictures),
        )
        for one in found.built.options_of(question)
        if one.title or one.id in found.pictures
    ]
    if question.other and question.kind in (QuestionKind.ONE, QuestionKind.SEVERAL):
        tiles.append(Tile(gettext(locale, "Other")))
    return tiles


def _places(places: int | None, locale: str) -> str:
    if places is None:
        return ""
    return ngettext(locale, "{n} place", "{n} places", places).format(n=places)


def _hint(question: SurveyQuestion, locale: str) -> str:
    least, most = question.least, question.most
    if question.kind not in (QuestionKind.SEVERAL, QuestionKind.PICTURE):
        return ""
    if least and most:
        if least == most:
            return gettext(locale, "Choose {n}", n=most)
        return gettext(locale, "Choose from {least} to {most}", least=least, most=most)
    if most:
        return gettext(locale, "Choose at most {n}", n=most)
    if least:
        return gettext(locale, "Choose at least {n}", n=least)
    return gettext(locale, "Choose any number")
