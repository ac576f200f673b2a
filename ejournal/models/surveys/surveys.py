"""A survey: by whom, of whom, from when to when, who sees what was said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.audience import AudiencePart, Whom
from ejournal.models.base import SchoolRow, choice


class SurveyState(StrEnum):
    """Where a survey stands; waiting: it was sent, and opens at its hour."""

    DRAFT = "draft"
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class SurveyPer(StrEnum):
    """For whom there is one answer each; the staff always answers for itself."""

    PERSON = "person"
    CHILD = "child"
    FAMILY = "family"


class ResultsWhen(StrEnum):
    """Since when results are seen."""

    LIVE = "live"
    CLOSED = "closed"


class ResultsWhom(StrEnum):
    """Who sees the results; answered: the authors, and whoever has answered."""

    AUTHORS = "authors"
    ANSWERED = "answered"


class Survey(SchoolRow, table=True):
    """A survey of the school.

    opens_at: the hour of one that waits. closes_at, most_answers: when it closes by itself. revision grows
    when questions are changed after answers came. opened_at, closed_at: when that was.
    """

    __tablename__ = "survey"
    __table_args__ = (
        Index(None, "school_id", "author_id", "id"),
        Index(
            "ix_survey_waiting",
            "opens_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_survey_open",
            "closes_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    author_id: int = Field(foreign_key="person.id")
    state: SurveyState = choice(SurveyState, default=SurveyState.DRAFT)
    title: str = Field(default="", max_length=limits.SURVEY_TITLE)
    intro: str = Field(default="", sa_type=Text)
    anonymous: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    per: SurveyPer = choice(SurveyPer, default=SurveyPer.FAMILY)
    whom: Whom = choice(Whom, default=Whom.GUARDIANS)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    most_answers: int | None = None
    results_when: ResultsWhen = choice(ResultsWhen, default=ResultsWhen.LIVE)
    results_whom: ResultsWhom = choice(ResultsWhom, default=ResultsWhom.AUTHORS)
    revision: int = 1
    made_at: datetime
    saved_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reminded_at: datetime | None = None
    copy_of_id: int | None = Field(default=None, foreign_key="survey.id")


class SurveyAuthor(SchoolRow, table=True):
    """Somebody who keeps a survey beside its author."""

    __tablename__ = "survey_author"
    __table_args__ = (
        UniqueConstraint("school_id", "survey_id", "person_id"),
        Index(None, "school_id", "person_id"),
    )

    survey_id: int = Field(foreign_key="survey.id")
    person_id: int = Field(foreign_key="person.id")


class SurveyPart(AudiencePart, table=True):
    """One part of those whom a survey asks."""

    __tablename__ = "survey_part"
    __table_args__ = (Index(None, "school_id", "survey_id"),)

    survey_id: int = Field(foreign_key="survey.id")
