"""Who has the whole database, its hidden columns and copies of many moments, joins no answer to a person.

200 families answer an anonymous survey one after another; after each answer the database is copied. Then it
is tried to join each answer to its seat by all that the copies hold.
"""

import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from ejournal.database import engine, session_scope
from ejournal.models import Guardianship, Person, QuestionKind, Survey, SurveyState
from ejournal.models.base import SchoolRow, table
from ejournal.services.surveys.answers.form import read_form
from ejournal.services.surveys.answers.sending import opened_form, send_answer
from ejournal.services.surveys.opening import end
from ejournal.services.surveys.urn import GROUP
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases, Plant
from tests.services.surveys.answer_helpers import NOON, Asked, Made, make_survey, seat

FAMILIES = 200
FIGURE = Asked(QuestionKind.NUMBER, "Число")
WORDS = Asked(QuestionKind.LONG_TEXT, "Слова")
HIDDEN = {"sqlite": ("rowid",), "postgresql": ("ctid", "xmin", "xmax")}


@dataclass
class Copies:
    """What stood in the three tables after each answer, hidden columns included."""

    kind: str
    seats: list[dict[int, Any]] = field(default_factory=list)
    sealed: list[dict[int, Any]] = field(default_factory=list)
    answers: list[dict[int, Any]] = field(default_factory=list)

    def take(self, session: Session, survey_id: int) -> None:
        """Copy them as they are now."""
        for name, copies in (
            ("survey_seat", self.seats), ("survey_sealed", self.sealed), ("survey_answer", self.answers)
        ):  # fmt: skip
            hidden = ", ".join(f"{name}.{one} AS hidden_{one}" for one in HIDDEN[self.kind])
            rows = session.execute(
                text(f"SELECT {name}.*, {hidden} FROM {name} WHERE survey_id = :survey"),
                {"survey": survey_id},
            )
            copies.append({row.id: row._mapping for row in rows})


@dataclass
class Run:
    """What was answered by which seat, in the order of answers, and the copies."""

    made: Made
    order: list[int]
    said: dict[int, int]
    copies: Copies

    def content(self, answer: Any) -> int:
        """The figure in an answer: of each family another."""
        content = answer["content"]
        values = content if isinstance(content, dict) else json.loads(content)
        return int(values[str(self.made.questions["Число"])])

    @property
    def truth(self) -> dict[int, int]:
        """The seat of each answer, by its number: what nobody is to find."""
        by_figure = {figure: one for one, figure in self.said.items()}
        return {number: by_figure[self.content(row)] for number, row in self.copies.answers[-1].items()}


@pytest.fixture
def plant() -> Plant:
    """Both schools stand in the database."""
    return make_cast


@pytest.fixture
def run(database: str, database_kind: str, databases: Databases) -> Run:
    """All families have answered, and the survey was closed."""
    drawn = random.Random(20261128)
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": True})
        cast = databases.planted(database_kind, make_cast).taken_into(session)
        session.commit()
        actor = cast.actor("guardian")
        made = make_survey(
            session, actor.school_id, cast.id_of("deputy"), FIGURE, WORDS, anonymous=True
        )  # fmt: skip
        classes = [cast.classes[name].id or 0 for name in ("6b", "6v", "2a")]
        seats = [
            _family(session, cast, made, drawn.choice(classes), number) for number in range(FAMILIES - 3)
        ]
        seats += [seat(session, actor.school_id, made.id, [actor.person_id]) for _ in range(3)]
        session.commit()
    order = drawn.sample(seats, len(seats))
    said = {one: 1000 + number for number, one in enumerate(seats)}
    copies = Copies(database_kind)
    with session_scope() as session:
        copies.take(session, made.id)
    for one in order:
        with session_scope() as session:
            words = "слово " * (said[one] % 97 + 1)
            values = made.said(Число=said[one], Слова=words)
            seen = opened_form(session, actor, made.id, one, NOON).seen
            send_answer(session, actor, made.id, one, values, seen, NOON + timedelta(seconds=said[one]))
        with session_scope() as session:
            copies.take(session, made.id)
    with session_scope() as session:
        end(session, session.get_one(Survey, made.id), NOON)
    with session_scope() as session:
        copies.take(session, made.id)
        assert session.get_one(Survey, made.id).state is SurveyState.CLOSED
        assert read_form(session, session.get_one(Survey, made.id)).questions
    return Run(made, order, said, copies)


def _family(session: Session, cast: Cast, made: Made, class_id: int, number: int) -> int:
    child = Person(
        school_id=cast.actor("guardian").school_id, last_name="Ч", first_name=f"Д{number}", sought=""
    )
    session.add(child)
    session.flush()
    guardian = cast.id_of("guardian")
    session.add(Guardianship(school_id=child.school_id, guardian_id=guardian, pupil_id=child.id or 0))
    return seat(session, child.school_id, made.id, [guardian], [(child.id or 0, class_id)])


def groups(run: Run) -> Iterator[tuple[set[int], set[int]]]:
    """What came to light between two copies, and the seats that it may be of: all that the copies tell.

    A sealed row is of the seat that was used at that moment; which rows went when answers came is seen too.
    """
    owner: dict[int, int] = {}
    copies = run.copies
    for at in range(1, len(copies.seats)):
        used = {
            one for one, row in copies.seats[at].items()
            if row["answered_on"] and not copies.seats[at - 1][one]["answered_on"]
        }  # fmt: skip
        came = set(copies.sealed[at]) - set(copies.sealed[at - 1])
        gone = set(copies.sealed[at - 1]) - set(copies.sealed[at])
        owner.update(zip(came, used, strict=False))
        seats = {owner[one] for one in gone} | (used if not came else set())
        fresh = set(copies.answers[at]) - set(copies.answers[at - 1])
        if fresh:
            by_class: defaultdict[Any, set[int]] = defaultdict(set)
            for one in fresh:
                by_class[copies.answers[at][one]["class_id"]].add(one)
            if len(by_class) == 1:
                yield fresh, seats
                continue
            home = dict(_classes(run))
            named = {one for one in by_class if one is not None}
            for label, rows in by_class.items():
                fitting = {one for one in seats if home.get(one) == label} if label is not None else set()
                yield rows, fitting or {one for one in seats if home.get(one) not in named}


def _classes(run: Run) -> Iterator[tuple[int, int]]:
    asked = text("SELECT seat_id, class_id FROM survey_seat_child WHERE survey_id = :one")
    with session_scope(writing=False) as session:
        for row in session.execute(asked, {"one": run.made.id}):
            yield row.seat_id, row.class_id


def _every_answer_comes_to_light(run: Run) -> None:
    assert sorted(run.truth.values()) == sorted(run.said)
    assert run.copies.sealed[-1] == {}


def _no_answer_is_joined_to_fewer_than_a_group_of_people(run: Run) -> None:
    covered: set[int] = set()
    truth = run.truth
    for answers, seats in groups(run):
        assert len(answers) >= GROUP
        assert len(seats) >= GROUP
        assert {truth[one] for one in answers} <= seats
        covered |= answers
    assert covered == set(truth)


def _no_column_of_an_answer_orders_a_group_as_its_people_answered(run: Run) -> None:
    """By number, by place in the table: the order within groups says no more of who was first than chance.

    Of each pair within a group it is guessed by each column that the lower one has answered earlier.
    """
    truth = run.truth
    moment = {one: at for at, one in enumerate(run.order)}
    last = run.copies.answers[-1]
    columns = [
        name for name in next(iter(last.values())) if name not in ("content", "day", "class_id", "seat_id")
    ]
    for name in columns:
        right = pairs = 0
        for answers, _ in groups(run):
            for one, other in itertools.combinations(sorted(answers), 2):
                keys = [str(last[each][name]).zfill(24) for each in (one, other)]
                if keys[0] == keys[1]:
                    continue
                pairs += 1
                right += (keys[0] < keys[1]) == (moment[truth[one]] < moment[truth[other]])
        # of some 500 pairs that are not independent, five deviations of chance
        assert not pairs or abs(right / pairs - 0.5) < 0.2, (name, right, pairs)


def _one_guess_of_a_group_is_right_as_often_as_chance_has_it(run: Run) -> None:
    """Whoever joins a group's answers to its people in the order of anything is right by chance alone."""
    truth, last = run.truth, run.copies.answers[-1]
    moment = {one: at for at, one in enumerate(run.order)}
    for name in ("id", *(f"hidden_{one}" for one in HIDDEN[run.copies.kind])):
        right = total = 0
        for answers, seats in groups(run):
            inside = sorted((one for one in seats if one in set(truth.values())), key=lambda one: moment[one])
            rows = sorted(answers, key=lambda one: (str(last[one][name]).zfill(24), one))
            if len(rows) != len(inside):
                continue
            total += len(rows)
            right += sum(truth[row] == one for row, one in zip(rows, inside, strict=True))
        assert total > FAMILIES / 2
        assert right / total < 2.2 / GROUP, (name, right, total)


def _all_that_waits_takes_as_much_room(run: Run) -> None:
    lengths = {len(row["content"]) for copy in run.copies.sealed for row in copy.values()}
    assert len(lengths) == 1


def _answers_hold_no_day_and_no_seat(run: Run) -> None:
    for row in run.copies.answers[-1].values():
        assert row["seat_id"] is None
        assert row["day"] is None


def _nothing_else_in_the_database_holds_what_was_said(run: Run) -> None:
    names = {str(one.__tablename__) for one in SchoolRow.__subclasses__() if hasattr(one, "__tablename__")}
    with session_scope(writing=False) as session:
        for name in sorted((names & set(table(Survey).metadata.tables)) - {"survey_answer"}):
            rows = session.execute(table_of(name).select()).all()
            assert not any("слово слово" in str(row) for row in rows), name


def table_of(name: str) -> Any:
    return table(Survey).metadata.tables[name]


def test_nobody_joins_an_anonymous_answer_to_a_person(run: Run) -> None:
    _every_answer_comes_to_light(run)
    _no_answer_is_joined_to_fewer_than_a_group_of_people(run)
    _no_column_of_an_answer_orders_a_group_as_its_people_answered(run)
    _one_guess_of_a_group_is_right_as_often_as_chance_has_it(run)
    _all_that_waits_takes_as_much_room(run)
    _answers_hold_no_day_and_no_seat(run)
    _nothing_else_in_the_database_holds_what_was_said(run)
