"""What a survey asks: questions of many kinds, what may be chosen, when a question is shown."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, Text, false
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class QuestionKind(StrEnum):
    """How a question is answered; a section only heads the questions behind it."""

    SECTION = "section"
    YES_NO = "yes_no"
    ONE = "one"
    SEVERAL = "several"
    PICTURE = "picture"
    SCALE = "scale"
    MATRIX = "matrix"
    ORDER = "order"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"


class OptionAxis(StrEnum):
    """What an option of a matrix is: a row is said about, a column is what is said; others have rows only."""

    ROW = "row"
    COLUMN = "column"


class RuleKind(StrEnum):
    """What an earlier question must have been answered with."""

    YES = "yes"
    NO = "no"
    HAS = "has"
    HAS_NOT = "has_not"
    AT_LEAST = "at_least"


class SurveyQuestion(SchoolRow, table=True):
    """A question in its place; one of a removed revision is asked no more, its answers stay.

    least, most: how many may be chosen, or signs of a text. low, high: the bounds of a number or a scale,
    low_words and high_words what a scale's ends mean. other: a text of one's own beside the options.
    """

    __tablename__ = "survey_question"
    __table_args__ = (Index(None, "school_id", "survey_id", "place"),)

    survey_id: int = Field(foreign_key="survey.id")
    place: int
    kind: QuestionKind = choice(QuestionKind)
    title: str = Field(default="", max_length=limits.SURVEY_QUESTION)
    note: str = Field(default="", sa_type=Text)
    required: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    least: int | None = None
    most: int | None = None
    low: float | None = None
    high: float | None = None
    low_words: str = Field(default="", max_length=limits.SURVEY_END)
    high_words: str = Field(default="", max_length=limits.SURVEY_END)
    shuffled: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    other: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    removed_revision: int | None = None


class SurveyOption(SchoolRow, table=True):
    """What may be chosen; of one with places no more than that, taken counts them.

    Its picture is a file that the option shows; alt says what is on it.
    """

    __tablename__ = "survey_option"
    __table_args__ = (Index(None, "school_id", "question_id", "place"),)

    question_id: int = Field(foreign_key="survey_question.id")
    place: int
    axis: OptionAxis = choice(OptionAxis, default=OptionAxis.ROW)
    title: str = Field(default="", max_length=limits.SURVEY_OPTION)
    alt: str = Field(default="", max_length=limits.SURVEY_ALT)
    places: int | None = None
    taken: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    removed_revision: int | None = None


class SurveyRule(SchoolRow, table=True):
    """A question is shown if all its rules hold: an earlier question was answered so.

    options: the numbers of options of which one was chosen, or none. number: the least one.
    """

    __tablename__ = "survey_rule"
    __table_args__ = (Index(None, "school_id", "question_id"), Index(None, "school_id", "on_id"))

    question_id: int = Field(foreign_key="survey_question.id")
    on_id: int = Field(foreign_key="survey_question.id")
    kind: RuleKind = choice(RuleKind)
    options: list[Any] = Field(default_factory=list, sa_type=JSON)
    number: float | None = None
