"""Short words for tests of the journal: enter a text, read a cell."""

from datetime import date, timedelta

from sqlalchemy import Engine, event, update
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import Course, Enrolment, Group, GroupMember, Person, SchoolSettings
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.ops import CellOp, CellResult, PutOutcome
from ejournal.services.journal.spread import open_journal
from tests.cast import DAY, YEAR_STARTS, Cast

MONDAY = DAY - timedelta(days=4)
NEXT_MONDAY = DAY + timedelta(days=3)


def op(
    cast: Cast,
    text: str,
    *,
    pupil: str = "pupil",
    course: str = "maths",
    day: date = DAY,
    base: str | None = None,
    kind_id: int | None = None,
    comment: str | None = None,
    minutes: int | None = None,
    reason: str = "",
    force: bool = False,
) -> CellOp:
    """An entry into the cell of a pupil in the course's lesson of the day."""
    lesson_id = cast.lesson(course, day).id
    assert lesson_id is not None
    return CellOp(
        id=f"{pupil}-{day}-{text}",
        pupil_id=cast.id_of(pupil),
        lesson_id=lesson_id,
        text=text,
        base=base,
        kind_id=kind_id,
        comment=comment,
        minutes=minutes,
        reason=reason,
        force=force,
    )


def put(cast: Cast, *ops: CellOp, by: str = "class_teacher") -> PutOutcome:
    """Write the entries as a member of the cast."""
    return put_cells(cast.session, cast.actor(by), ops, clock.now())


def put_one(cast: Cast, one: CellOp, by: str = "class_teacher") -> CellResult:
    """Write one entry and say what became of it."""
    (result,) = put(cast, one, by=by).results
    return result


def cell(
    cast: Cast, pupil: str = "pupil", day: date = DAY, course: str = "maths", by: str = "director"
) -> str:
    """The cell as the journal shows it."""
    view = open_journal(cast.session, cast.actor(by), cast.courses[course].id or 0)
    index = [column.day for column in view.columns].index(day)
    return next(row.cells[index] for row in view.rows if row.pupil_id == cast.id_of(pupil))


def set_window(cast: Cast, days: int) -> None:
    """Let the school close its lessons so many days after them."""
    settings = cast.session.scalars(
        select(SchoolSettings).where(col(SchoolSettings.school_id) == cast.schools["a"].id)
    ).one()
    settings.edit_window_days = days
    cast.session.flush()


def enrol_many(cast: Cast, count: int) -> list[int]:
    """So many more pupils in 6Б; their numbers."""
    school_id, class_id = cast.schools["a"].id, cast.classes["6b"].id
    people = [
        Person(school_id=school_id, last_name=f"Яковлев{number:02}", first_name="Ян")
        for number in range(count)
    ]
    cast.session.add_all(people)
    cast.session.flush()
    cast.session.add_all(
        Enrolment(school_id=school_id, class_id=class_id, pupil_id=person.id, starts=YEAR_STARTS)
        for person in people
    )
    cast.session.flush()
    return [person.id or 0 for person in people]


def join_classes(session: Session, cast: Cast) -> None:
    """The first English group of 6Б takes a pupil of 6В."""
    group, course = cast.groups["english1"].id, cast.courses["english1"].id
    session.execute(update(Group).where(col(Group.id) == group).values(class_id=None))
    session.execute(update(Course).where(col(Course.id) == course).values(class_id=None))
    session.add(
        GroupMember(
            school_id=cast.schools["a"].id or 0,
            group_id=group or 0,
            pupil_id=cast.id_of("other_pupil"),
            starts=YEAR_STARTS,
        )
    )
    session.flush()


class QueryCount:
    """Statements sent to the database of a session while the block runs."""

    def __init__(self, session: Session) -> None:
        bind = session.get_bind()
        self.engine: Engine = bind if isinstance(bind, Engine) else bind.engine
        self.statements: list[str] = []

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.statements.append(statement)

    def __enter__(self) -> "QueryCount":
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def __len__(self) -> int:
        return len(self.statements)
