"""A child comes, moves in mid-term, leaves, comes back; one act each, told to the class teachers, undone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.errors import DomainError, NotFound
from ejournal.models import Enrolment, GroupMember, OutboxNotice, Role, RoleGrant
from ejournal.services.courses.frame import frames
from ejournal.services.courses.members import members
from ejournal.services.people import moves
from ejournal.services.people.history import history_of
from ejournal.services.people.outlook import transfer_outlook
from tests.cast import DAY, YEAR_STARTS, Cast
from tests.services.journal_helpers import op, put_one
from tests.services.people.helpers import card, manager, seen

TOMORROW = DAY + timedelta(days=1)


def class_of(cast: Cast, name: str) -> int:
    return cast.classes[name].id or 0


def transfer(cast: Cast, day: date = TOMORROW, to: str = "6v", groups: tuple[int, ...] = ()) -> None:
    pupil = cast.id_of("pupil")
    moves.transfer(cast.session, manager(cast), pupil, seen(cast, "pupil"), class_of(cast, to), day, groups)


def leave(cast: Cast, day: date = DAY, reason: str = "Переезд") -> None:
    moves.leave(cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"), day, reason)


def undo(cast: Cast) -> None:
    moves.undo_move(cast.session, manager(cast), cast.id_of("pupil"), seen(cast, "pupil"))


def come(cast: Cast, name: str, to: str, day: date) -> None:
    moves.enter_class(
        cast.session, manager(cast), cast.id_of(name), seen(cast, name), class_of(cast, to), day
    )


def spans(cast: Cast) -> list[tuple[str, date, date | None]]:
    titles = {one.id: name for name, one in cast.classes.items()}
    rows = cast.session.scalars(
        select(Enrolment)
        .where(col(Enrolment.pupil_id) == cast.id_of("pupil"))
        .order_by(col(Enrolment.starts))
    )
    return [(titles[one.class_id], one.starts, one.ends) for one in rows]


def group_spans(cast: Cast) -> list[tuple[int, date | None]]:
    rows = cast.session.scalars(
        select(GroupMember)
        .where(col(GroupMember.pupil_id) == cast.id_of("pupil"))
        .order_by(col(GroupMember.id))
    )
    return [(one.group_id, one.ends) for one in rows]


def told(cast: Cast, name: str) -> list[str]:
    rows = cast.session.scalars(
        select(OutboxNotice).where(
            col(OutboxNotice.recipient_id) == cast.id_of(name), col(OutboxNotice.kind) == "pupil_moved"
        )
    )
    return [one.payload["what"] for one in rows]


def words(cast: Cast) -> list[str]:
    return [one.words for one in history_of(cast.session, manager(cast), cast.id_of("pupil"), "ru")]


def test_a_transfer_ends_and_begins_in_one_act(cast: Cast) -> None:
    transfer(cast)
    assert spans(cast) == [("6b", YEAR_STARTS, DAY), ("6v", TOMORROW, None)]
    assert group_spans(cast) == [(cast.groups["english1"].id, DAY)]
    course_id = cast.courses["maths_v"].id or 0
    frame = frames(cast.session, cast.schools["a"].id or 0, [course_id])[course_id]
    assert cast.id_of("pupil") in members(cast.session, frame, TOMORROW, TOMORROW)
    assert cast.id_of("pupil") not in members(cast.session, frame, DAY, DAY)
    assert words(cast)[0] == "Перевод из 6 «Б» в 6 «В» с 21\u00a0ноября"


def test_both_class_teachers_are_told(cast: Cast) -> None:
    cast.session.add(
        RoleGrant(
            school_id=cast.schools["a"].id or 0, person_id=cast.id_of("substitute"),
            role=Role.CLASS_TEACHER, class_id=class_of(cast, "6v"),
        )
    )  # fmt: skip
    cast.session.flush()
    transfer(cast)
    assert told(cast, "class_teacher") == told(cast, "substitute") == ["transfer"]
    assert told(cast, "teacher") == told(cast, "guardian") == []


def test_what_follows_is_said_before(cast: Cast) -> None:
    put_one(cast, op(cast, "5"))
    look = transfer_outlook(cast.session, manager(cast), cast.id_of("pupil"), class_of(cast, "6v"), TOMORROW)
    assert (look.was, look.becomes, look.ending) == ("6 «Б»", "6 «В»", ("Английский, 1",))
    assert (look.told, look.marked_until, look.former_marks_count) == (("И. С. Котова",), DAY, True)
    assert spans(cast) == [("6b", YEAR_STARTS, None)]


def test_groups_of_the_new_class_are_chosen_and_no_others(cast: Cast) -> None:
    transfer(cast)
    back = TOMORROW + timedelta(days=7)
    group = cast.groups["english2"].id or 0
    transfer(cast, back, "6b", (group,))
    assert group_spans(cast)[-1] == (group, None)
    with pytest.raises(NotFound):
        transfer(cast, back + timedelta(days=7), "6v", (group,))


def test_a_day_that_would_cut_off_marks_is_refused(cast: Cast) -> None:
    put_one(cast, op(cast, "5"))
    with pytest.raises(DomainError, match="choose a later day") as refused:
        transfer(cast, DAY)
    assert refused.value.field == "day"
    with pytest.raises(DomainError, match="choose a later day"):
        leave(cast, DAY - timedelta(days=1))
    leave(cast, DAY)


@pytest.mark.parametrize(
    ("day", "to", "field"),
    [(YEAR_STARTS, "6v", "day"), (date(2027, 8, 1), "6v", "day"), (TOMORROW, "6b", "class_id")],
)
def test_a_day_or_class_without_sense_is_said_by_its_field(
    cast: Cast, day: date, to: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        transfer(cast, day, to)
    assert refused.value.field == field


def test_a_class_of_another_school_is_none(cast: Cast) -> None:
    with pytest.raises(NotFound):
        transfer(cast, to="6b_b")


def test_leaving_closes_the_row_and_keeps_the_reason(cast: Cast) -> None:
    leave(cast)
    assert spans(cast) == [("6b", YEAR_STARTS, DAY)]
    assert card(cast, "pupil").places[-1].leaving_reason or card(cast, "pupil").places[0].leaving_reason
    assert told(cast, "class_teacher") == ["leave"]
    assert words(cast)[0] == "Выбытие из 6 «Б», последний день 20\u00a0ноября: Переезд"
    with pytest.raises(DomainError) as refused:
        leave(cast, DAY - timedelta(days=60), "")
    assert refused.value.field == "reason"


def test_expelled_by_mistake_is_undone_with_the_groups(cast: Cast) -> None:
    before = (spans(cast), group_spans(cast))
    leave(cast)
    undo(cast)
    assert (spans(cast), group_spans(cast)) == before
    assert words(cast)[:2] == ["Выбытие отменено", "Выбытие из 6 «Б», последний день 20\u00a0ноября: Переезд"]
    assert told(cast, "class_teacher") == ["leave", "undo"]
    with pytest.raises(DomainError, match="no more"):
        undo(cast)


def test_a_transfer_is_undone_until_something_follows(cast: Cast) -> None:
    before = (spans(cast), group_spans(cast))
    transfer(cast, DAY)
    undo(cast)
    assert (spans(cast), group_spans(cast)) == before
    transfer(cast, DAY)
    put_one(cast, op(cast, "4", course="maths_v"), by="substitute")
    with pytest.raises(DomainError, match="transfer the pupil back"):
        undo(cast)


def test_a_change_past_the_act_cannot_be_undone_over(cast: Cast) -> None:
    transfer(cast)
    row = cast.session.scalars(
        select(Enrolment).where(col(Enrolment.pupil_id) == cast.id_of("pupil"), col(Enrolment.ends).is_(None))
    ).one()
    row.ends = TOMORROW + timedelta(days=30)
    cast.session.add(row)
    cast.session.flush()
    with pytest.raises(DomainError, match="no more"):
        undo(cast)


def test_who_left_comes_back(cast: Cast) -> None:
    come(cast, "left", "6v", DAY)
    assert [(one.title, one.span.ends) for one in card(cast, "left").places][:1] == [("6 «В»", None)]
    with pytest.raises(DomainError, match="transfer"):
        come(cast, "left", "6b", TOMORROW)
    with pytest.raises(DomainError, match="in no class"):
        moves.leave(cast.session, manager(cast), cast.id_of("teacher"), seen(cast, "teacher"), DAY, "Переезд")


def test_two_tabs_move_a_pupil_once(cast: Cast) -> None:
    opened = seen(cast, "pupil")
    transfer(cast)
    with pytest.raises(DomainError, match="meanwhile"):
        moves.leave(cast.session, manager(cast), cast.id_of("pupil"), opened, TOMORROW, "Переезд")


def test_the_old_class_teacher_still_reads_the_diary_this_year(cast: Cast) -> None:
    transfer(cast)
    teacher = cast.actor("class_teacher")
    assert guard.get(cast.session, teacher, Pupil, cast.id_of("pupil"), Permission.DIARY_READ)
