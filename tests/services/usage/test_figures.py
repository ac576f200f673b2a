"""The use by families is what a second count of the raw rows gives, on drawn schools."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import (
    AcademicYear,
    Account,
    AccountPlace,
    Acknowledgement,
    DiaryVisit,
    Enrolment,
    Guardianship,
    OutboxNotice,
    Person,
    Role,
    School,
    SchoolClass,
    SignInSession,
    TermKind,
    TermScheme,
)
from ejournal.services.usage.families import families_use
from tests.infra.databases import Engines, kept_for_examples
from tests.services.reports.drawn import YEARS

Quick = Callable[[str], "School2"]
both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
TODAY = date(2026, 11, 19)
FIRST_WEEK = date(2026, 9, 28)
ZONE = ZoneInfo("Europe/Moscow")
PUPILS, GUARDIANS, LOOKER = 4, 4, 0
"""Pupils 0 and 1 sit in the first class, the others in the second; guardian 3 has an account elsewhere."""
SEAMS = [168 * week + hour for week in range(9) for hour in (-1, 0, 1)]
"""Hours from the first week on at which a week becomes the next."""
KINDS = ("opened", "seen", "looked", "before", "read", "acknowledged", "watched")
SIGNS = {
    "here": ("opened", "seen", "looked", "before", "read", "acknowledged"),
    "reading": ("looked", "before", "read"),
    "acknowledging": ("acknowledged",),
}


@dataclass(frozen=True)
class Drawn:
    """Who is whose guardian, who has ever come, what each did at which hour about which child."""

    wards: set[tuple[int, int]]
    came: set[int]
    events: list[tuple[int, str, int, int]]


drawn = st.builds(
    Drawn,
    wards=st.sets(st.tuples(st.integers(0, GUARDIANS - 1), st.integers(0, PUPILS - 1)), max_size=8),
    came=st.sets(st.integers(0, GUARDIANS - 1)),
    events=st.lists(
        st.tuples(
            st.integers(0, GUARDIANS - 1),
            st.sampled_from(KINDS),
            st.one_of(st.integers(-168, 1270), st.sampled_from(SEAMS)),
            st.integers(0, PUPILS - 1),
        ),
        max_size=20,
    ),
)  # fmt: skip


@dataclass
class School2:
    """A school of two classes without guardians."""

    session: Session
    of: dict[str, Any]
    classes: list[int]
    pupils: list[int]
    guardians: list[int]
    accounts: list[int]
    places: list[int]


def add_rows(session: Session, *rows: Any) -> list[int]:
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def make(session: Session) -> School2:
    school_id, other_id = add_rows(
        session,
        School(code="use", name="Школа", short_name="Ш"),
        School(code="far", name="Другая", short_name="Д"),
    )
    of: dict[str, Any] = {"school_id": school_id}
    year = add_rows(session, AcademicYear(**of, name="2026/2027", starts=YEARS[1][0], ends=YEARS[1][1]))[0]
    scheme = add_rows(session, TermScheme(**of, year_id=year, kind=TermKind.QUARTER, name="Четверти"))[0]
    classes = add_rows(
        session,
        *(SchoolClass(**of, year_id=year, scheme_id=scheme, grade=5, letter=letter) for letter in "АБ"),
    )
    pupils = add_rows(session, *(Person(**of, last_name=f"Ученик{n}", first_name="А") for n in range(PUPILS)))
    add_rows(
        session,
        *(
            Enrolment(**of, class_id=classes[place // 2], pupil_id=pupil, starts=YEARS[1][0])
            for place, pupil in enumerate(pupils)
        ),
    )
    guardians = add_rows(
        session, *(Person(**of, last_name=f"Родитель{n}", first_name="Б") for n in range(GUARDIANS))
    )
    elsewhere = add_rows(session, Person(school_id=other_id, last_name="Родитель3", first_name="Б"))[0]
    owners = [(school_id, one) for one in guardians[:-1]] + [(other_id, elsewhere)]
    accounts = add_rows(
        session,
        *(
            Account(
                school_id=school, person_id=person, login=f"use{person}", password_hash="-",
                password_changed_at=datetime(2026, 9, 1, tzinfo=UTC),
            )
            for school, person in owners
        ),
    )  # fmt: skip
    place = AccountPlace(
        **of, account_id=accounts[-1], person_id=guardians[-1], joined_at=datetime(2026, 9, 1, tzinfo=UTC)
    )
    return School2(session, of, classes, pupils, guardians, accounts, add_rows(session, place))


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Quick]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, make) as quick:
        yield quick


def moment(hour: int) -> datetime:
    start = datetime.combine(FIRST_WEEK, datetime.min.time(), ZONE).astimezone(UTC)
    return start + timedelta(hours=hour)


LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def plant(school: School2, drawn: Drawn) -> None:
    session, of = school.session, school.of
    for guardian, pupil in drawn.wards:
        session.add(Guardianship(**of, guardian_id=school.guardians[guardian], pupil_id=school.pupils[pupil]))
    for number in drawn.came:
        session.get_one(Account, school.accounts[number]).last_seen_at = LONG_AGO
    for n, (who, kind, hour, child) in enumerate(standing(drawn)):
        at, person, pupil_id = moment(hour), school.guardians[who], school.pupils[child]
        if kind in ("opened", "seen", "watched"):
            session.add(
                SignInSession(
                    school_id=session.get_one(Account, school.accounts[who]).school_id,
                    account_id=school.accounts[who], token_hash=f"use{n}", expires_at=at,
                    created_at=LONG_AGO if kind == "seen" else at,
                    seen_at=LONG_AGO if kind == "opened" else at,
                    place_id=school.places[0] if who == GUARDIANS - 1 else None,
                    looker_id=school.pupils[LOOKER] if kind == "watched" else None,
                )
            )  # fmt: skip
        elif kind in ("looked", "before"):
            first, last = (at, moment(2000)) if kind == "before" else (None, at)
            session.add(
                DiaryVisit(**of, pupil_id=pupil_id, person_id=person, last_at=last, previous_at=first)
            )
        elif kind == "read":
            session.add(
                OutboxNotice(
                    **of,
                    recipient_id=person,
                    kind="mark",
                    key=f"use{n}",
                    created_at=moment(0),
                    read_at=at,
                    pupil_id=pupil_id,
                )
            )
        else:
            week = FIRST_WEEK - timedelta(weeks=n)
            session.add(Acknowledgement(**of, pupil_id=pupil_id, guardian_id=person, week=week, at=at))
    session.flush()


def standing(drawn: Drawn) -> list[tuple[int, str, int, int]]:
    """The events of which a row is kept: of a guardian's looks into one diary the first that was drawn."""
    looks: set[tuple[int, int]] = set()
    found = []
    for who, kind, hour, child in drawn.events:
        if kind in ("looked", "before"):
            if (who, child) in looks:
                continue
            looks.add((who, child))
        found.append((who, kind, hour, child))
    return found


def happened(drawn: Drawn, who: set[int], pupil: int, column: str, week: int) -> bool:
    """Whether one of them was seen so in the week, said anew: by the local day of the moment."""
    for person, kind, hour, child in standing(drawn):
        if person not in who or kind not in SIGNS[column]:
            continue
        if column != "here" and child != pupil:
            continue
        if kind == "opened" and person == GUARDIANS - 1:
            continue  # of an account of elsewhere only where it acts now is known
        day = moment(hour).astimezone(ZONE).date()
        if (day - timedelta(days=day.weekday()) - FIRST_WEEK).days == 7 * week:
            return True
    return False


@both_databases
@given(drawn=drawn)
@settings(max_examples=15, deadline=None)
def test_the_use_by_families_is_that_of_a_second_count(quick: Quick, kind: str, drawn: Drawn) -> None:
    school = quick(kind)
    trial = school.session.begin_nested()
    try:
        plant(school, drawn)
        found = families_use(school.session, head(school))
        wards = {pupil: {g for g, p in drawn.wards if p == pupil} for pupil in range(PUPILS)}
        first, second = found.classes
        for line, pupils in ((found.whole, (0, 1, 2, 3)), (first, (0, 1)), (second, (2, 3))):
            whose = [wards[one] for one in pupils]
            of_class = set().union(*whose)
            assert (line.families, line.without_guardians) == (len(pupils), sum(not one for one in whose))
            assert (line.guardians, line.never) == (len(of_class), len(of_class - drawn.came))
            assert line.came == sum(bool(one & drawn.came) for one in whose)
            lately = [
                sum(
                    any(happened(drawn, wards[one] & drawn.came, one, column, week) for week in range(4, 8))
                    for one in pupils
                )
                for column in SIGNS
            ]
            assert [line.lately, line.reading, line.acknowledging] == lately
        assert len(found.weeks) == 8
        assert [one.starts for one in found.weeks][::7] == [FIRST_WEEK, date(2026, 11, 16)]
        for place, week in enumerate(found.weeks):
            expected = [
                sum(happened(drawn, wards[one] & drawn.came, one, column, place) for one in wards)
                for column in SIGNS
            ]
            assert [week.here, week.reading, week.acknowledging] == expected
    finally:
        trial.rollback()
        school.session.expire_all()


def head(school: School2) -> Actor:
    return Actor(
        person_id=school.pupils[0], school_id=school.of["school_id"], account_id=1, session_id=0,
        time_zone="Europe/Moscow", today=TODAY, roles=frozenset({Role.DEPUTY}), class_ids=frozenset(),
    )  # fmt: skip
