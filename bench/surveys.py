"""Surveys: a thousand people answer within a minute, none is lost; results of a thousand answers of thirty
questions.

`python -m bench.surveys alone [KIND]` measures it on a database of that kind (QUICK=1: a small school, fewer
people) and prints the figures. `make N` puts the surveys into the database under measurement and prints who
answers which seat.
"""

import asyncio
import json
import os
import random
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from bench import processes, school
from bench.apart import act_ms
from bench.figures import milliseconds
from bench.sizes import school_alone
from bench.timetable import the_head
from bench.wire import LOADED, Tab
from ejournal import clock
from ejournal.database import engine
from ejournal.models import QuestionKind, Survey, SurveyOption, SurveyPer, SurveyQuestion, SurveyState
from ejournal.pages.survey_answers.state import SurveyAnswerState
from ejournal.pages.survey_results import rows as result_rows
from ejournal.serve import build
from ejournal.services.base import tables as db
from ejournal.services.surveys.results.shown import results
from ejournal.settings import ROOT

SEND = f"{SurveyAnswerState.get_full_name()}.send"
SENT = 'sent_rx_state_":true'
LASTS_S = 50.0
PEOPLE, FEW = 1000, 40
QUESTIONS, ANSWERS, TIMES = 30, 1000, 20


@dataclass
class Told:
    """How long each answer took from sending to its thanks, seconds; how many had none."""

    took: list[float] = field(default_factory=list)
    lost: int = 0


async def crowd(base: str, survey: int, seats: dict[str, int], tokens: list[str], content: Any) -> Told:
    """Everybody comes in turn within the minute, opens the survey and answers."""
    told = Told()
    people = list(zip(tokens, seats.values(), strict=False))
    async with asyncio.TaskGroup() as group:
        for turn, (token, seat) in enumerate(people):
            after = turn * LASTS_S / len(people)
            group.create_task(_answers(base, survey, seat, token, content, after, told))
    return told


async def _answers(
    base: str, survey: int, seat: int, token: str, content: Any, after: float, told: Told
) -> None:
    await asyncio.sleep(after)
    try:
        async with Tab(base, f"/surveys/answer?id={survey}&seat={seat}", token) as tab:
            await tab.until(LOADED)
            started = time.perf_counter()
            await tab.send(SEND, content=content, seat=str(seat), seen="1:")
            await tab.until(SENT)
            told.took.append(time.perf_counter() - started)
    except (TimeoutError, OSError):
        told.lost += 1


def figures(told: Told, shown_ms: float) -> dict[str, float]:
    """The figures by name."""
    return {
        "surveys.answer.p50_ms": milliseconds(told.took, 0.5),
        "surveys.answer.p95_ms": milliseconds(told.took, 0.95),
        "surveys.answer.lost": told.lost,
        "surveys.results.p50_ms": shown_ms,
    }


# ------------------------------------------------------------------------------------ in the database


def make(people: int) -> dict[str, Any]:
    """An anonymous survey with a seat for each of so many guardians, and one that has its thousand
    answers."""
    drawn = random.Random(13)
    with Session(engine()) as session:
        head = the_head(session)
        asked, content = _survey(session, head.school_id, head.person_id, "Питание", drawn)
        rows = session.execute(
            select(db.account.c.person_id, db.guardianship.c.pupil_id, db.enrolment.c.class_id)
            .join(db.guardianship, db.guardianship.c.guardian_id == db.account.c.person_id)
            .join(db.enrolment, db.enrolment.c.pupil_id == db.guardianship.c.pupil_id)
            .where(db.account.c.school_id == head.school_id, db.enrolment.c.ends.is_(None))
            .order_by(db.account.c.id)
        ).all()
        seats: dict[int, int] = {}
        for person_id, pupil_id, class_id in rows:
            if person_id in seats or len(seats) == people:
                continue
            ours = {"school_id": head.school_id, "survey_id": asked}
            found = session.execute(insert(db.survey_seat).values(**ours, per=SurveyPer.FAMILY))
            seats[person_id] = found.inserted_primary_key[0]  # type: ignore[attr-defined]
            of_seat = ours | {"seat_id": seats[person_id]}
            session.execute(
                insert(db.survey_seat_child).values(**of_seat, pupil_id=pupil_id, class_id=class_id)
            )
            session.execute(insert(db.survey_reader).values(**of_seat, person_id=person_id))
        full, _ = _survey(session, head.school_id, head.person_id, "Питание, весна", drawn, ANSWERS)
        session.commit()
    return {"survey": asked, "full": full, "seats": seats, "content": content}


def _survey(
    session: Session, school_id: int, author_id: int, title: str, drawn: random.Random, answers: int = 0
) -> tuple[int, dict[str, Any]]:
    now = clock.now()
    survey = Survey(
        school_id=school_id, author_id=author_id, title=title, state=SurveyState.OPEN, anonymous=not answers,
        made_at=now, saved_at=now, opened_at=now,
    )  # fmt: skip
    session.add(survey)
    session.flush()
    kinds = (
        QuestionKind.ONE,
        QuestionKind.SCALE,
        QuestionKind.SEVERAL,
        QuestionKind.LONG_TEXT,
        QuestionKind.YES_NO,
    )
    asked: list[tuple[SurveyQuestion, list[int]]] = []
    for place in range(QUESTIONS):
        question = SurveyQuestion(
            school_id=school_id, survey_id=survey.id or 0, place=place, kind=kinds[place % len(kinds)],
            title=f"Вопрос {place + 1}",
        )  # fmt: skip
        session.add(question)
        session.flush()
        options = [
            SurveyOption(school_id=school_id, question_id=question.id or 0, place=at, title=f"Вариант {at}")
            for at in range(6)
        ]
        session.add_all(options if question.kind in (QuestionKind.ONE, QuestionKind.SEVERAL) else [])
        session.flush()
        asked.append((question, [one.id or 0 for one in options]))
    rows = [
        {
            "id": secrets.randbelow(2**52) + 1, "school_id": school_id, "survey_id": survey.id, "revision": 1,
            "content": _said(asked, drawn), "on_paper": False,
        }
        for _ in range(answers)
    ]  # fmt: skip
    if rows:
        session.execute(insert(db.survey_answer), rows)
    return survey.id or 0, _said(asked, drawn)


def _said(asked: list[tuple[SurveyQuestion, list[int]]], drawn: random.Random) -> dict[str, Any]:
    values = {
        QuestionKind.ONE: lambda options: {"options": [drawn.choice(options)]},
        QuestionKind.SEVERAL: lambda options: {"options": sorted(drawn.sample(options, 2))},
        QuestionKind.SCALE: lambda _: drawn.randint(1, 5),
        QuestionKind.LONG_TEXT: lambda _: "Пусть накрывают до звонка, дети едят за пять минут",
        QuestionKind.YES_NO: lambda _: drawn.random() < 0.5,
    }
    return {str(question.id): values[question.kind](options) for question, options in asked}  # type: ignore[no-untyped-call]


def shown(survey: int) -> float:
    """How long until the figures of all its answers are ready for the browser, milliseconds."""
    with Session(engine()) as session:
        head = the_head(session)

        def act(_: int) -> None:
            found = results(session, head, survey, clock.now())
            result_rows.figure_rows(found, None, "ru")

        return act_ms(TIMES, act)


# --------------------------------------------------------------------------------------------- begun


def measured(address: str, place: Path, settings: dict[str, str], people: int) -> dict[str, float]:
    """The figures on a server of its own, with so many people."""
    settings = settings | {"EJOURNAL_DATABASE_URL": address, "EJOURNAL_DATA_FOLDER": str(place / "data")}
    made = _apart(settings, "make", str(people))
    tokens = {one.person_id: one.token for one in school.guardians(address)}
    known = {person: seat for person, seat in made["seats"].items() if int(person) in tokens}
    with processes.journal(address, place, settings) as (base, _):
        told = asyncio.run(
            crowd(base, made["survey"], known, [tokens[int(one)] for one in known], made["content"])
        )
    return figures(told, _apart(settings, "shown", str(made["full"])))


def _apart(settings: dict[str, str], *args: str) -> Any:
    answer: Any = subprocess.run(
        [sys.executable, "-m", "bench.surveys", *args],
        cwd=ROOT, env=os.environ | settings, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(answer.stdout.splitlines()[-1])


def alone(kind: str = "sqlite") -> int:
    """Measure and print."""
    if build.is_stale():
        build.build()
    with school_alone(kind, full_year=False) as one:
        people = PEOPLE if one.size.full_year else FEW
        print(json.dumps(measured(one.address, one.place, one.settings, people)))
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "alone":
        sys.exit(alone(*sys.argv[2:]))
    print(json.dumps(make(int(sys.argv[2])) if sys.argv[1] == "make" else shown(int(sys.argv[2]))))
