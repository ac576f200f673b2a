"""A survey's questions as they are asked: with what may be chosen, and when each is shown."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session

from ejournal.models import (
    FileUser,
    OptionAxis,
    QuestionKind,
    Survey,
    SurveyOption,
    SurveyQuestion,
    SurveyRule,
)
from ejournal.models.base import table
from ejournal.services.files.keeping import Stored, files_of

_question, _option, _rule = table(SurveyQuestion).c, table(SurveyOption).c, table(SurveyRule).c
CHOOSING = frozenset((QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.PICTURE))
"""Kinds that are answered with options."""
WORDS = frozenset((QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT))
SCALE = (1, 5)
"""Of a scale that names no ends."""


@dataclass(frozen=True, slots=True)
class Choosable:
    """An option; left: how many places of it are free, none where it has no bound."""

    id: int
    title: str
    alt: str = ""
    places: int | None = None
    taken: int = 0
    picture: Stored | None = None

    @property
    def left(self) -> int | None:
        """Places that are free."""
        return None if self.places is None else max(self.places - self.taken, 0)


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question with its options; columns are those of a matrix."""

    id: int
    kind: QuestionKind
    title: str = ""
    note: str = ""
    required: bool = False
    least: int | None = None
    most: int | None = None
    low: float | None = None
    high: float | None = None
    low_words: str = ""
    high_words: str = ""
    shuffled: bool = False
    other: bool = False
    options: tuple[Choosable, ...] = ()
    columns: tuple[Choosable, ...] = ()

    @property
    def ends(self) -> tuple[int, int]:
        """The least and the most of a scale."""
        low, high = SCALE
        return (
            low if self.low is None else int(self.low),
            high if self.high is None else int(self.high),
        )


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked: questions in their order, rules of when each is shown."""

    questions: tuple[FormQuestion, ...]
    rules: tuple[SurveyRule, ...] = ()
    by_id: Mapping[int, FormQuestion] = field(default_factory=dict)

    @property
    def asking(self) -> list[FormQuestion]:
        """The questions that want an answer: all but headings."""
        return [one for one in self.questions if one.kind is not QuestionKind.SECTION]


def read_form(session: Session, survey: Survey, revision: int | None = None) -> Form:
    """The questions as they are asked now, or as they were asked in an earlier revision; four queries."""
    rows = session.scalars(
        select(SurveyQuestion)
        .where(_question.school_id == survey.school_id, _question.survey_id == survey.id)
        .where(_asked_in(_question.removed_revision, revision))
        .order_by(_question.place, _question.id)
    ).all()
    numbers = [one.id or 0 for one in rows]
    options = _options(session, survey.school_id, numbers, revision)
    rules = session.scalars(
        select(SurveyRule)
        .where(_rule.school_id == survey.school_id, _rule.question_id.in_(numbers))
        .order_by(_rule.id)
    ).all()
    questions = tuple(_question_of(one, options) for one in rows)
    return Form(questions, tuple(rules), {one.id: one for one in questions})


def _asked_in(removed: ColumnElement[int | None], revision: int | None) -> ColumnElement[bool]:
    """What holds of a row that stands in the revision: of the present one all that was not removed."""
    if revision is None:
        return removed.is_(None)
    return or_(removed.is_(None), removed > revision)


def _options(
    session: Session, school_id: int, questions: Collection[int], revision: int | None
) -> dict[tuple[int, OptionAxis], list[Choosable]]:
    rows: Sequence[SurveyOption] = session.scalars(
        select(SurveyOption)
        .where(_option.school_id == school_id, _option.question_id.in_(list(questions)))
        .where(_asked_in(_option.removed_revision, revision))
        .order_by(_option.place, _option.id)
    ).all()
    pictures = files_of(session, school_id, FileUser.SURVEY_OPTION, [one.id or 0 for one in rows])
    found: defaultdict[tuple[int, OptionAxis], list[Choosable]] = defaultdict(list)
    for one in rows:
        shown = pictures.get(one.id or 0, ())
        found[one.question_id, one.axis].append(
            Choosable(one.id or 0, one.title, one.alt, one.places, one.taken, shown[0] if shown else None)
        )
    return found


def _question_of(
    one: SurveyQuestion, options: Mapping[tuple[int, OptionAxis], list[Choosable]]
) -> FormQuestion:
    number = one.id or 0
    return FormQuestion(
        number, one.kind, one.title, one.note, one.required, one.least, one.most, one.low, one.high,
        one.low_words, one.high_words, one.shuffled, one.other,
        tuple(options.get((number, OptionAxis.ROW), ())),
        tuple(options.get((number, OptionAxis.COLUMN), ())),
    )  # fmt: skip
