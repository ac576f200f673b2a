"""Exemptions of pupils from courses: what the journal makes of them, who may, what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry
from ejournal.services.courses.exemptions import (
    ExemptionFields,
    add_exemption,
    change_exemption,
    exemptions,
    pupils_of_course,
    remove_exemption,
)
from ejournal.services.journal.ops import OpStatus
from tests.cast import CAST, DAY, STRANGER, YEAR_ENDS, YEAR_STARTS, Cast
from tests.services.journal_helpers import cell, op, put_one

MAY = {"deputy", "director", "admin"}
FIELDS = ExemptionFields(DAY - timedelta(days=1), DAY + timedelta(days=7), "Справка № 12")


def add(
    cast: Cast,
    fields: ExemptionFields = FIELDS,
    course: str = "maths",
    pupil: str = "pupil",
    by: str = "deputy",
) -> int:
    course_id = cast.courses[course].id or 0
    return add_exemption(cast.session, cast.actor(by), course_id, cast.id_of(pupil), fields)


def test_an_exempt_pupil_gets_no_mark_and_is_listed(cast: Cast) -> None:
    add(cast)
    assert put_one(cast, op(cast, "5")).status is not OpStatus.OK
    assert cell(cast) == ""
    (line,) = exemptions(cast.session, cast.actor("director"))
    assert (line.class_title, line.subject, line.pupil, line.fields) == (
        "6 «Б»",
        "Математика",
        "Лебедева Анна",
        FIELDS,
    )
    assert line.holds(DAY)
    assert not line.holds(DAY + timedelta(days=8))


def test_an_administrator_keeps_the_days_and_is_not_told_the_reason(cast: Cast) -> None:
    number, admin = add(cast), cast.actor("admin")
    (line,) = exemptions(cast.session, admin)
    assert line.fields == replace(FIELDS, reason="")
    change_exemption(cast.session, admin, number, replace(line.fields, ends=None))
    (line,) = exemptions(cast.session, cast.actor("deputy"))
    assert line.fields == replace(FIELDS, ends=None)
    change_exemption(cast.session, admin, number, replace(FIELDS, reason="Приказ № 7"))
    assert exemptions(cast.session, cast.actor("deputy"))[0].fields.reason == "Приказ № 7"
    with pytest.raises(DomainError):
        change_exemption(cast.session, cast.actor("deputy"), number, replace(FIELDS, reason=" "))


def test_taken_back_it_leaves_its_trace_and_the_cell_is_open(cast: Cast) -> None:
    number = add(cast)
    course_id, pupil_id, before = remove_exemption(cast.session, cast.actor("deputy"), number)
    assert (course_id, pupil_id, before) == (cast.courses["maths"].id, cast.id_of("pupil"), FIELDS)
    assert put_one(cast, op(cast, "5")).status is OpStatus.OK
    entries = [
        entry for entry in cast.session.scalars(select(AuditEntry)) if entry.action.startswith("exemption")
    ]
    assert [entry.action for entry in entries] == ["exemption.add", "exemption.remove"]
    assert (entries[-1].before or {})["reason"] == "Справка № 12"
    assert entries[-1].pupil_id == pupil_id


def test_days_and_reason_change(cast: Cast) -> None:
    number = add(cast)
    longer = ExemptionFields(FIELDS.starts, None, "Приказ")
    assert change_exemption(cast.session, cast.actor("admin"), number, longer) == FIELDS
    (line,) = exemptions(cast.session, cast.actor("deputy"))
    assert line.fields == longer
    assert line.holds(YEAR_ENDS)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("starts", replace(FIELDS, starts=YEAR_STARTS - timedelta(days=1))),
        ("ends", replace(FIELDS, ends=YEAR_ENDS + timedelta(days=1))),
        ("ends", replace(FIELDS, ends=FIELDS.starts - timedelta(days=1))),
        ("reason", replace(FIELDS, reason="  ")),
        ("reason", replace(FIELDS, reason="я" * 201)),
    ],
)
def test_what_cannot_be_is_told_by_the_field(cast: Cast, field: str, wrong: ExemptionFields) -> None:
    with pytest.raises(DomainError) as raised:
        add(cast, wrong)
    assert raised.value.field == field


def test_two_on_the_same_days_are_refused(cast: Cast) -> None:
    number = add(cast)
    with pytest.raises(DomainError):
        add(cast, replace(FIELDS, starts=DAY, ends=None))
    add(cast, course="russian")
    add(cast, replace(FIELDS, starts=DAY + timedelta(days=8), ends=None))
    change_exemption(cast.session, cast.actor("deputy"), number, replace(FIELDS, ends=DAY))
    with pytest.raises(DomainError):
        change_exemption(cast.session, cast.actor("deputy"), number, replace(FIELDS, ends=None))


def test_only_pupils_of_the_course(cast: Cast) -> None:
    names = [
        one.name for one in pupils_of_course(cast.session, cast.actor("admin"), course_id(cast, "maths"))
    ]
    assert names == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб", "Сидоров Олег"]
    of_group = pupils_of_course(cast.session, cast.actor("admin"), course_id(cast, "english1"))
    assert [one.name for one in of_group] == ["Лебедева Анна"]
    for pupil, course in (("other_pupil", "maths"), ("classmate", "english1"), ("pupil_b", "maths")):
        with pytest.raises(NotFound):
            add(cast, pupil=pupil, course=course)


def course_id(cast: Cast, name: str) -> int:
    return cast.courses[name].id or 0


def test_the_other_school_does_not_exist(cast: Cast) -> None:
    number = add(cast)
    with pytest.raises(NotFound):
        add(cast, course="maths_b", pupil="pupil_b")
    with pytest.raises(NotFound):
        pupils_of_course(cast.session, cast.actor("deputy"), course_id(cast, "maths_b"))
    assert exemptions(cast.session, replace(cast.actor("deputy"), school_id=cast.schools["b"].id)) == []
    with pytest.raises(NotFound):
        change_exemption(
            cast.session, replace(cast.actor("deputy"), school_id=cast.schools["b"].id), number, FIELDS
        )


@pytest.mark.parametrize("member", [name for name in CAST if name not in MAY | {STRANGER}])
def test_nobody_else_sees_or_writes_them(cast: Cast, member: str) -> None:
    number = add(cast)
    with pytest.raises(NotAllowed):
        exemptions(cast.session, cast.actor(member))
    with pytest.raises(NotFound):
        add(cast, replace(FIELDS, starts=date(2027, 1, 11), ends=None), by=member)
    with pytest.raises(NotFound):
        remove_exemption(cast.session, cast.actor(member), number)
