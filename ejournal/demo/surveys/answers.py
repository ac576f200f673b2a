"""What families of the demo school answered: to the closed survey, and some of the anonymous one."""

from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from ejournal.demo.store import Store
from ejournal.demo.world import World
from ejournal.models import QuestionKind, Survey
from ejournal.services.base import tables as db
from ejournal.services.surveys.answers.form import CHOOSING, WORDS, Form, FormQuestion, read_form
from ejournal.services.surveys.answers.seats import seat_children
from ejournal.services.surveys.answers.values import bounds, check
from ejournal.services.surveys.urn import GROUP

TAKE_PART, SAY_IN_WORDS = 0.85, 0.4
TEXTS = (
    "Пусть накрывают до звонка, дети едят за пять минут",
    "Сын просит оладьи, как в сентябре",
    "Рыбу почти никто не ест",
    "Очередь слишком длинная, выпечка кончается",
    "Спасибо, стало гораздо лучше",
)
_seat, _answer = db.survey_seat.c, db.survey_answer.c


def keep_open(store: Store, survey_id: int, until: datetime) -> None:
    """Let answers be taken until a moment that is yet to come, which no row that is gathered may name."""
    store.flush()
    open_one = update(db.survey).where(db.survey.c.id == survey_id)
    store.session.execute(open_one.values(closes_at=until))


def add_answers(store: Store, world: World, survey_id: int, day: date) -> None:
    """Most families have answered on the day; of an anonymous survey one group of each class."""
    store.flush()
    session, drawn = store.session, world.rng(f"survey {survey_id}")
    survey = session.get_one(Survey, survey_id)
    form = read_form(session, survey)
    seats = session.scalars(select(_seat.id).where(_seat.survey_id == survey_id).order_by(_seat.id)).all()
    children = seat_children(session, world.school_id, seats)
    of_class: dict[int | None, int] = {}
    for seat_id in seats:
        class_id = children[seat_id][0].class_id if seat_id in children else None
        if survey.anonymous:
            of_class[class_id] = of_class.get(class_id, 0) + 1
            if of_class[class_id] > GROUP:
                continue
        elif drawn.random() > TAKE_PART:
            continue
        _put(session, survey, seat_id, class_id, day, _said(form, drawn), drawn)


def _put(
    session: Session,
    survey: Survey,
    seat_id: int,
    class_id: int | None,
    day: date,
    content: dict[str, Any],
    drawn: Random,
) -> None:
    named = {} if survey.anonymous else {"seat_id": seat_id, "day": day}
    values = {
        "id": drawn.randrange(2**52) + 1, "school_id": survey.school_id, "survey_id": survey.id,
        "revision": survey.revision, "class_id": class_id, "content": content, "on_paper": False,
    }  # fmt: skip
    session.execute(insert(db.survey_answer).values(values | named))
    session.execute(update(db.survey_seat).where(_seat.id == seat_id).values(answered_on=day))


def _said(form: Form, drawn: Random) -> dict[str, Any]:
    """What somebody says, as it is kept."""
    given = {str(one.id): _value(one, drawn) for one in form.asking}
    return check(form, {number: value for number, value in given.items() if value is not None}).content


def _value(one: FormQuestion, drawn: Random) -> Any:
    if one.kind is QuestionKind.YES_NO:
        return drawn.random() < 0.7
    if one.kind in CHOOSING and one.options:
        least, most = bounds(one)
        count = drawn.randint(least, min(most, least + 1, len(one.options)))
        return {"options": drawn.sample([option.id for option in one.options], count)}
    if one.kind is QuestionKind.SCALE:
        low, high = one.ends
        return max(low, min(high, round(drawn.gauss((low + high) / 2 + 0.6, 1.1))))
    if one.kind is QuestionKind.MATRIX:
        return {str(row.id): drawn.choice(one.columns).id for row in one.options}
    if one.kind is QuestionKind.ORDER:
        return drawn.sample([option.id for option in one.options], len(one.options))
    if one.kind in WORDS:
        return drawn.choice(TEXTS) if one.required or drawn.random() < SAY_IN_WORDS else None
    return None
