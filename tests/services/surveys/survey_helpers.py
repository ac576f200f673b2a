"""How somebody of the cast makes a survey."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from ejournal.models import (
    FileKind,
    NoticeKind,
    OptionAxis,
    OutboxNotice,
    PartKind,
    QuestionKind,
    StoredFile,
    Survey,
    SurveyAnswer,
    SurveyOption,
    SurveyQuestion,
    SurveyReader,
    SurveySeat,
    Whom,
)
from ejournal.models.base import table
from ejournal.services.audience.parts import Part
from ejournal.services.surveys import keeping, opening, questions
from tests.cast import DAY, Cast

NOON = datetime.combine(DAY, time(9), UTC)
LATER = NOON + timedelta(hours=1)
_seat, _reader, _notice = table(SurveySeat).c, table(SurveyReader).c, table(OutboxNotice).c


def class_part(cast: Cast, name: str) -> Part:
    """A class of the cast."""
    return Part(PartKind.CLASS, str(cast.classes[name].id))


def drafted(
    cast: Cast, who: str = "deputy", *parts: Part, whom: Whom = Whom.GUARDIANS, **setup: Any
) -> Survey:
    """A draft of somebody with a yes-or-no question, for these parts; for 6Б where none are named."""
    session, actor = cast.session, cast.actor(who)
    survey = keeping.begin(session, actor, NOON, "Поездка")
    number = survey.id or 0
    keeping.parts_of(session, survey).replace()
    for part in parts or (class_part(cast, "6b"),):
        keeping.add_part(session, actor, number, part, NOON)
    keeping.set_whom(session, actor, number, whom, NOON)
    keeping.set_up(session, actor, number, keeping.Setup(**setup), NOON)
    asked(cast, survey, QuestionKind.YES_NO, "Ваш ребёнок поедет?", who=who)
    return survey


def asked(
    cast: Cast, survey: Survey, kind: QuestionKind, title: str, *lines: str, who: str = "deputy"
) -> SurveyQuestion:
    """One more question of the survey, with these options."""
    session, actor = cast.session, cast.actor(who)
    question = questions.add_question(session, actor, survey.id or 0, kind, NOON)
    questions.change_question(session, actor, question.id or 0, NOON, title=title)
    if lines:
        add_lines(cast, question, lines)
    return question


def add_lines(
    cast: Cast, question: SurveyQuestion, lines: Sequence[str], axis: OptionAxis = OptionAxis.ROW
) -> None:
    """More options of the question, behind the empty lines with which it begins."""
    cast.session.add_all(
        SurveyOption(
            school_id=question.school_id, question_id=question.id or 0, place=place, axis=axis, title=title
        )
        for place, title in enumerate(lines, 2)
    )
    cast.session.flush()


def sent(cast: Cast, who: str = "deputy", *parts: Part, **more: Any) -> Survey:
    """A survey that is open."""
    survey = drafted(cast, who, *parts, **more)
    return opening.send(cast.session, cast.actor(who), survey.id or 0, NOON)


def answer(cast: Cast, survey: Survey, seat_id: int, number: int = 1) -> None:
    """The seat is used: somebody has answered."""
    session = cast.session
    session.add(
        SurveyAnswer(
            id=number, school_id=survey.school_id, survey_id=survey.id or 0, revision=survey.revision,
            seat_id=seat_id, day=DAY,
        )
    )  # fmt: skip
    session.get_one(SurveySeat, seat_id).answered_on = DAY
    session.flush()


def picture(cast: Cast, name: str, who: str = "deputy", kind: FileKind = FileKind.PICTURE) -> str:
    """The key of a file that somebody has sent and nothing shows yet."""
    file = StoredFile(
        school_id=cast.actor(who).school_id, key=name, owner_id=cast.id_of(who), name=name, kind=kind,
        media_type="image/png", size=1, sha256=name.ljust(64, "0"), at=NOON,
    )  # fmt: skip
    cast.session.add(file)
    cast.session.flush()
    return file.key


def seats(cast: Cast, survey: Survey) -> list[set[int]]:
    """Who may use each seat."""
    found: dict[int, set[int]] = {}
    rows = cast.session.execute(
        select(_seat.id, _reader.person_id)
        .outerjoin(table(SurveyReader), _reader.seat_id == _seat.id)
        .where(_seat.survey_id == survey.id)
    )
    for row in rows:
        found.setdefault(row.id, set()).add(row.person_id)
    return sorted(found.values(), key=sorted)


def first_seat(cast: Cast, survey: Survey, who: str) -> int:
    """The seat that somebody of the cast may use."""
    asked_for = select(_reader.seat_id).where(
        _reader.survey_id == survey.id, _reader.person_id == cast.id_of(who)
    )
    return cast.session.scalars(asked_for.order_by(_reader.seat_id)).first() or 0


def told(cast: Cast, survey: Survey) -> dict[int, dict[str, Any]]:
    """What stands in the bells of the survey, by person."""
    rows = cast.session.execute(
        select(_notice.recipient_id, _notice.payload).where(
            _notice.kind == NoticeKind.SURVEY.value, _notice.key == opening.notice_key(survey)
        )
    )
    return {row.recipient_id: row.payload for row in rows}


def rows(cast: Cast, model: Any) -> int:
    """How many rows of the table there are."""
    return cast.session.scalar(select(func.count()).select_from(table(model))) or 0
