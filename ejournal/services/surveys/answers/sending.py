"""What somebody answers, kept: an answer for a seat, once or until the survey closes."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.surveys import own_seats
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import FileUser, QuestionKind, Survey, SurveyAnswer, SurveySeat
from ejournal.models.base import table
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import survey_answers_topic
from ejournal.services.files.keeping import Stored, attach, files_of, remove
from ejournal.services.surveys import urn
from ejournal.services.surveys.answers.form import Form, read_form
from ejournal.services.surveys.answers.places import chosen_in, move_places
from ejournal.services.surveys.answers.seats import Seat, is_open, seats_of
from ejournal.services.surveys.answers.values import Checked, FaultyAnswers, check, largest_size
from ejournal.services.surveys.opening import close_if_full

_seat, _answer = table(SurveySeat).c, table(SurveyAnswer).c
ANSWER = Permission.SURVEY_ANSWER
CLOSED = "The survey is closed: answers are not taken any more"
CHANGED = "The questions were changed meanwhile. Look through your answers and send them again"
OVERTAKEN = (
    "Another answer was sent meanwhile, in another window or by somebody else. It stands until you send yours"
)
ONCE = "An answer was sent already. An anonymous one cannot be changed"


class Overtaken(DomainError):
    """Somebody else has answered for the seat meanwhile, or the questions have changed."""


@dataclass(frozen=True, slots=True)
class Answering:
    """A survey as the actor answers it for a seat; seen: what stood there, to be given with the answer.

    content: what was said, none while nothing was, or nobody may know; files: those in it, by key.
    """

    survey: Survey
    form: Form
    seats: tuple[Seat, ...]
    seat: Seat
    content: dict[str, Any] | None
    seen: str
    is_open: bool
    files: Mapping[str, Stored]


def opened_form(
    session: Session, actor: Actor, survey_id: int, seat_id: int | None, now: datetime
) -> Answering:
    """The survey to be answered for the seat, else for the first that was not used; NotFound for
    another's."""
    survey = guard.get(session, actor, Survey, survey_id, Permission.SURVEY_READ)
    seats = seats_of(session, actor, survey)
    if seat_id is None:
        seat = next((one for one in seats if one.answered_on is None), seats[0] if seats else None)
    else:
        seat = next((one for one in seats if one.id == seat_id), None)
    if seat is None:
        raise NotFound
    answer = _answer_of(session, survey, seat.id)
    files = files_of(session, actor.school_id, FileUser.SURVEY_ANSWER, [seat.id]).get(seat.id, ())
    return Answering(
        survey,
        read_form(session, survey),
        tuple(seats),
        seat,
        dict(answer.content) if answer is not None else None,
        _seen(survey, answer),
        is_open(survey, now),
        {one.key: one for one in files},
    )


def send_answer(
    session: Session,
    actor: Actor,
    survey_id: int,
    seat_id: int,
    given: Mapping[str, Any],
    seen: str,
    now: datetime,
) -> None:
    """Keep what is said for the seat; FaultyAnswers by the question, Overtaken where something else stands.

    Of an anonymous answer nothing is kept with the seat but the day.
    """
    survey = _held(session, actor, survey_id)
    if not is_open(survey, now):
        raise DomainError(CLOSED)
    mine = own_seats(actor.school_id, actor.person_id, actor.today)
    lock_row(session, SurveySeat, actor.school_id, seat_id)
    allowed = select(_seat.id).where(
        _seat.school_id == actor.school_id,
        _seat.survey_id == survey_id,
        _seat.id == seat_id,
        _seat.id.in_(mine),
    )
    if session.scalar(allowed) is None:
        raise NotFound
    seat = next(one for one in seats_of(session, actor, survey) if one.id == seat_id)
    if survey.anonymous and seat.answered_on is not None:
        raise DomainError(ONCE)
    answer = _answer_of(session, survey, seat_id)
    if seen != _seen(survey, answer):
        raise Overtaken(CHANGED if not seen.startswith(f"{survey.revision}:") else OVERTAKEN)
    form = read_form(session, survey)
    checked = check(form, given)
    if survey.anonymous:
        _require_nameless(checked)
        urn.put(session, survey, seat.class_id, checked.content, largest_size(form))
    else:
        _keep(session, actor, survey, form, seat, answer, checked, now)
    session.execute(update(SurveySeat).where(_seat.id == seat_id).values(answered_on=actor.today))
    note(session, survey_answers_topic(survey_id))
    close_if_full(session, survey, now)


def _held(session: Session, actor: Actor, survey_id: int) -> Survey:
    """The survey as it stands now: nobody closes or changes it before this answer is kept.

    One that closes at so many answers takes one answer at a time.
    """
    survey = guard.get(session, actor, Survey, survey_id, ANSWER)
    alone = survey.most_answers is not None
    found = session.scalars(
        select(Survey)
        .where(table(Survey).c.id == survey_id)
        .with_for_update(read=not alone, key_share=alone)
        .execution_options(populate_existing=True)
    )
    return found.one()


def _answer_of(session: Session, survey: Survey, seat_id: int) -> SurveyAnswer | None:
    if survey.anonymous:
        return None
    asked = select(SurveyAnswer).where(
        _answer.school_id == survey.school_id, _answer.survey_id == survey.id, _answer.seat_id == seat_id
    )
    return session.scalars(asked.execution_options(populate_existing=True)).first()


def _seen(survey: Survey, answer: SurveyAnswer | None) -> str:
    """What somebody has before them: the questions, and what was answered."""
    if answer is None:
        return f"{survey.revision}:"
    said = json.dumps(answer.content, sort_keys=True, ensure_ascii=False).encode()
    return f"{survey.revision}:{hashlib.sha256(said).hexdigest()[:16]}"


def _require_nameless(checked: Checked) -> None:
    if checked.files:
        fault = DomainError("A file would say whose it is: an anonymous survey takes none")
        raise FaultyAnswers(dict.fromkeys(checked.files, fault))


def _keep(
    session: Session,
    actor: Actor,
    survey: Survey,
    form: Form,
    seat: Seat,
    answer: SurveyAnswer | None,
    checked: Checked,
    now: datetime,
) -> None:
    before = chosen_in(form, answer.content) if answer is not None else frozenset()
    move_places(session, survey.school_id, form, before, checked.chosen)
    _show_files(session, actor, form, seat, checked, now)
    if answer is None:
        answer = SurveyAnswer(
            id=secrets.randbelow(urn.LARGEST_ID) + 1, school_id=survey.school_id, survey_id=survey.id or 0,
            revision=survey.revision, seat_id=seat.id, class_id=seat.class_id,
        )  # fmt: skip
        session.add(answer)
    answer.content, answer.day, answer.revision = checked.content, actor.today, survey.revision
    session.flush()


def _show_files(
    session: Session,
    actor: Actor,
    form: Form,
    seat: Seat,
    checked: Checked,
    now: datetime,
) -> None:
    if all(one.kind is not QuestionKind.FILE for one in form.asking):
        return
    known = files_of(session, actor.school_id, FileUser.SURVEY_ANSWER, [seat.id]).get(seat.id, ())
    before = {one.key for one in known}
    after = [key for keys in checked.files.values() for key in keys]
    remove(session, actor.school_id, FileUser.SURVEY_ANSWER, seat.id, before - set(after))
    fresh = [key for key in after if key not in before]
    if fresh:
        attach(session, actor, FileUser.SURVEY_ANSWER, seat.id, fresh, now, len(before))
