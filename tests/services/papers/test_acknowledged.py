"""The register of acknowledgement: whose word counts, how many weeks of the days printed, and when last."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import update

from ejournal.models import Acknowledgement, GuardianRights, Guardianship
from ejournal.models.base import table
from ejournal.services.papers.acknowledged import ReadLine, acknowledged_of
from ejournal.services.papers.classes import class_basis
from tests.cast import DAY, Cast
from tests.services.journal_helpers import QueryCount

ANNA = ("Лебедева Анна", "М. П. Лебедева")


def lines(cast: Cast, term: int | None = 2) -> dict[tuple[str, str], ReadLine]:
    class_id = cast.classes["6b"].id or 0
    basis = class_basis(cast.session, cast.actor("class_teacher"), class_id, term)
    found = acknowledged_of(cast.session, cast.classes["6b"].school_id, basis, DAY, "Europe/Moscow")
    return {(one.pupil, one.guardian): one for one in found}


def read(cast: Cast, week: date, who: str = "guardian", pupil: str = "pupil") -> None:
    """Acknowledged on the Friday of the week."""
    cast.session.add(Acknowledgement(
        school_id=cast.schools["a"].id or 0, pupil_id=cast.id_of(pupil), guardian_id=cast.id_of(who),
        week=week, at=datetime.combine(week + timedelta(4), time(9), UTC),
    ))  # fmt: skip
    cast.session.flush()


def test_weeks_of_the_days_printed_are_counted_and_the_last_day_told(cast: Cast) -> None:
    for week in (date(2026, 9, 7), date(2026, 11, 9), date(2026, 11, 16)):
        read(cast, week)
    of_term, of_year = lines(cast)[ANNA], lines(cast, None)[ANNA]
    assert (of_term.weeks, of_term.last) == (2, date(2026, 11, 20))
    assert of_year.weeks == 3
    assert lines(cast, 1)[ANNA].weeks == 1


def test_every_pupil_has_a_line_and_who_has_read_nothing_an_empty_one(cast: Cast) -> None:
    found = lines(cast)
    assert {pupil for pupil, _ in found} == {"Зайцев Илья", "Лебедева Анна", "Петров Глеб"}
    assert (found[ANNA].weeks, found[ANNA].last) == (0, None)


def test_whom_a_court_limits_has_no_line(cast: Cast) -> None:
    guards = table(Guardianship)
    cast.session.execute(
        update(guards)
        .where(guards.c.guardian_id == cast.id_of("guardian"))
        .values(rights=GuardianRights.NONE)
    )
    cast.session.expire_all()
    assert ANNA not in lines(cast)


def test_what_is_read_of_another_child_is_not_counted(cast: Cast) -> None:
    read(cast, date(2026, 11, 16), "other_guardian", "other_pupil")
    assert sum(one.weeks for one in lines(cast).values()) == 0


def test_more_weeks_take_the_same_query(cast: Cast) -> None:
    class_id = cast.classes["6b"].id or 0
    basis = class_basis(cast.session, cast.actor("class_teacher"), class_id, 2)

    def asked() -> int:
        with QueryCount(cast.session) as count:
            acknowledged_of(cast.session, cast.classes["6b"].school_id, basis, DAY, "Europe/Moscow")
        return len(count)

    assert asked() == 1
    for week in (date(2026, 11, 9), date(2026, 11, 16)):
        read(cast, week)
    assert asked() == 1
