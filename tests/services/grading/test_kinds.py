"""Kinds of work: added, weighed, put in order, switched off; never lost to their marks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry
from ejournal.services.grading.kinds import (
    KindFields,
    add_kind,
    average_with,
    change_kind,
    kind_use,
    move_kind,
    remove_kind,
    switch_kind,
    work_kinds,
)
from ejournal.services.journal.spread import open_journal
from tests.cast import CAST, STRANGER, Cast
from tests.services.journal_helpers import MONDAY, op, put

MAY = {"deputy", "director", "admin"}
ESSAY = KindFields("Сочинение", "соч.", 2, False)


def number(cast: Cast, name: str) -> int:
    return cast.kinds[name].id or 0


def fields_of(cast: Cast, name: str) -> KindFields:
    known = work_kinds(cast.session, cast.actor("deputy"))
    return next(kind.fields for kind in known if kind.id == number(cast, name))


def average(cast: Cast) -> Decimal | None:
    view = open_journal(cast.session, cast.actor("deputy"), cast.courses["maths"].id or 0)
    return next(row.average for row in view.rows if row.pupil_id == cast.id_of("pupil"))


def test_a_new_kind_stands_last_and_is_on_record(cast: Cast) -> None:
    kind = add_kind(cast.session, cast.actor("admin"), replace(ESSAY, name="  Сочинение "))
    known = work_kinds(cast.session, cast.actor("deputy"))
    assert (known[-1].id, known[-1].fields, known[-1].active) == (kind.id, ESSAY, True)
    (entry,) = cast.session.scalars(select(AuditEntry)).all()
    assert (entry.action, (entry.after or {})["name"]) == ("kind.add", "Сочинение")


def test_a_new_weight_moves_the_averages_at_once(cast: Cast) -> None:
    put(
        cast,
        op(cast, "5", kind_id=number(cast, "answer")),
        op(cast, "3", day=MONDAY, kind_id=number(cast, "test")),
    )
    assert kind_use(cast.session, cast.actor("deputy"), number(cast, "test")).marks == 1
    assert average(cast) == Decimal("3.50")
    before = fields_of(cast, "test")
    heavy = replace(before, weight=1)
    assert change_kind(cast.session, cast.actor("deputy"), number(cast, "test"), heavy) == before
    assert average(cast) == Decimal("4.00")


def test_one_switched_off_keeps_its_marks_and_is_offered_no_more(cast: Cast) -> None:
    put(cast, op(cast, "5", kind_id=number(cast, "test")))
    switch_kind(cast.session, cast.actor("deputy"), number(cast, "test"), False)
    assert average(cast) == Decimal("5.00")
    with pytest.raises(DomainError):
        remove_kind(cast.session, cast.actor("deputy"), number(cast, "test"))
    switch_kind(cast.session, cast.actor("deputy"), number(cast, "test"), True)
    actions = [entry.action for entry in cast.session.scalars(select(AuditEntry))]
    assert actions[-2:] == ["kind.switch", "kind.switch"]


def test_the_last_one_in_use_stays_on(cast: Cast) -> None:
    *others, last = [kind.id for kind in work_kinds(cast.session, cast.actor("deputy"))]
    for kind_id in others:
        switch_kind(cast.session, cast.actor("deputy"), kind_id, False)
    with pytest.raises(DomainError):
        switch_kind(cast.session, cast.actor("deputy"), last, False)


def test_an_unused_one_is_taken_back(cast: Cast) -> None:
    kind = add_kind(cast.session, cast.actor("deputy"), ESSAY)
    remove_kind(cast.session, cast.actor("deputy"), kind.id)
    assert kind.id not in [one.id for one in work_kinds(cast.session, cast.actor("deputy"))]


def test_the_order_is_the_schools(cast: Cast) -> None:
    actor = cast.actor("deputy")
    first, second, *rest = [kind.id for kind in work_kinds(cast.session, actor)]
    move_kind(cast.session, actor, first, 1)
    move_kind(cast.session, actor, second, -1)  # at the top already
    assert [kind.id for kind in work_kinds(cast.session, actor)] == [second, first, *rest]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", replace(ESSAY, name="  ")),
        ("name", replace(ESSAY, name="я" * 81)),
        ("short_name", replace(ESSAY, short_name="")),
        ("short_name", replace(ESSAY, short_name="я" * 13)),
        ("weight", replace(ESSAY, weight=0)),
        ("weight", replace(ESSAY, weight=11)),
    ],
)
def test_what_cannot_be_is_told_by_the_field(cast: Cast, field: str, wrong: KindFields) -> None:
    for write in (
        lambda: add_kind(cast.session, cast.actor("deputy"), wrong),
        lambda: change_kind(cast.session, cast.actor("deputy"), number(cast, "test"), wrong),
    ):
        with pytest.raises(DomainError) as raised:
            write()
        assert raised.value.field == field


def test_two_of_one_name_are_refused_whatever_the_case(cast: Cast) -> None:
    taken = fields_of(cast, "test").name.upper()
    with pytest.raises(DomainError) as raised:
        add_kind(cast.session, cast.actor("deputy"), replace(ESSAY, name=taken))
    assert raised.value.field == "name"
    own = replace(fields_of(cast, "test"), name=taken)
    change_kind(cast.session, cast.actor("deputy"), number(cast, "test"), own)


def test_the_other_schools_kinds_do_not_exist(cast: Cast) -> None:
    foreign = cast.kinds_b["test"].id or 0
    for who in sorted(MAY):
        actor = cast.actor(who)
        for act in (
            lambda actor=actor: change_kind(cast.session, actor, foreign, ESSAY),
            lambda actor=actor: switch_kind(cast.session, actor, foreign, False),
            lambda actor=actor: move_kind(cast.session, actor, foreign, 1),
            lambda actor=actor: remove_kind(cast.session, actor, foreign),
            lambda actor=actor: kind_use(cast.session, actor, foreign),
        ):
            with pytest.raises(NotFound):
                act()


@pytest.mark.parametrize("member", [name for name in CAST if name not in MAY | {STRANGER}])
def test_nobody_else_sees_or_changes_them(cast: Cast, member: str) -> None:
    actor = cast.actor(member)
    with pytest.raises(NotAllowed):
        work_kinds(cast.session, actor)
    with pytest.raises(NotAllowed):
        add_kind(cast.session, actor, ESSAY)
    with pytest.raises(NotFound):
        switch_kind(cast.session, actor, number(cast, "test"), False)


def test_the_example_counts_as_the_journal() -> None:
    assert (average_with(3), average_with(1)) == ("4.50", "4.00")
