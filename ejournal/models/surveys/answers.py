"""Who may answer a survey, and what was said; of an anonymous one the two never meet."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Text, UniqueConstraint, false
from sqlmodel import Field

from ejournal.models.base import SchoolRow, choice
from ejournal.models.surveys.surveys import SurveyPer


class SurveySeat(SchoolRow, table=True):
    """One right to answer: of its one reader, for its one child, or of the family of its children.

    answered_on: the day, and never more, on which it was used.
    """

    __tablename__ = "survey_seat"
    __table_args__ = (Index(None, "school_id", "survey_id"),)

    survey_id: int = Field(foreign_key="survey.id")
    per: SurveyPer = choice(SurveyPer)
    answered_on: date | None = None


class SurveySeatChild(SchoolRow, table=True):
    """Because of which pupil there is a seat, and in which class the pupil was then."""

    __tablename__ = "survey_seat_child"
    __table_args__ = (
        UniqueConstraint("school_id", "seat_id", "pupil_id"),
        Index(None, "school_id", "survey_id", "class_id"),
    )

    survey_id: int = Field(foreign_key="survey.id")
    seat_id: int = Field(foreign_key="survey_seat.id")
    pupil_id: int = Field(foreign_key="person.id")
    class_id: int = Field(foreign_key="school_class.id")


class SurveyReader(SchoolRow, table=True):
    """Somebody who may use a seat; seen: has opened the survey."""

    __tablename__ = "survey_reader"
    __table_args__ = (
        UniqueConstraint("school_id", "seat_id", "person_id"),
        Index(None, "school_id", "person_id", "survey_id"),
        Index(None, "school_id", "survey_id"),
    )

    survey_id: int = Field(foreign_key="survey.id")
    seat_id: int = Field(foreign_key="survey_seat.id")
    person_id: int = Field(foreign_key="person.id")
    seen: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class SurveyAnswer(SchoolRow, table=True):
    """What was said; the number is drawn. An anonymous one has no seat."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index(None, "school_id", "survey_id"), Index(None, "school_id", "seat_id"))

    id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    survey_id: int = Field(foreign_key="survey.id")
    revision: int
    seat_id: int | None = Field(default=None, foreign_key="survey_seat.id")
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    day: date | None = None
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    on_paper: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class SurveySealed(SchoolRow, table=True):
    """An anonymous answer that waits, sealed, until enough others have come; the number is drawn."""

    __tablename__ = "survey_sealed"
    __table_args__ = (Index(None, "school_id", "survey_id"),)

    id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    survey_id: int = Field(foreign_key="survey.id")
    revision: int
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    content: str = Field(sa_type=Text)
