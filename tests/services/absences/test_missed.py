"""Absences: announced by a guardian, explained by the class teacher, each with a trace."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    AbsenceNotice,
    Attendance,
    AttendanceCode,
    AuditEntry,
    Enrolment,
    OutboxNotice,
    Role,
    RoleGrant,
)
from ejournal.services.absences.announced import (
    announce_absence,
    announced_in_class,
    notices,
    withdraw_notice,
)
from ejournal.services.absences.missed import absences_to_explain, explain_absence, missed_lessons
from ejournal.services.audit.entries import first_fault
from tests.cast import DAY, Cast
from tests.services.diary_helpers import change_lesson, note_absence

MONDAY, THURSDAY = date(2026, 11, 16), date(2026, 11, 19)
ILL, EXCUSED, ABSENT = AttendanceCode.ILL, AttendanceCode.EXCUSED, AttendanceCode.ABSENT


def announce(
    cast: Cast, reader: str = "guardian", starts: date = DAY, ends: date = DAY, code: AttendanceCode = ILL
) -> int:
    return announce_absence(
        cast.session, cast.actor(reader), cast.id_of("pupil"), starts, ends, code, "Простуда"
    )


def explain(cast: Cast, reader: str = "class_teacher", code: AttendanceCode = ILL) -> list[int]:
    return explain_absence(
        cast.session, cast.actor(reader), cast.id_of("pupil"), THURSDAY, DAY, code, "Справка"
    )


def codes(cast: Cast) -> list[AttendanceCode]:
    rows = cast.session.exec(select(Attendance).order_by(Attendance.day)).all()  # type: ignore[arg-type]
    return [row.code for row in rows]


def test_missed_lessons_have_topic_and_homework_and_no_late_comings(cast: Cast) -> None:
    lesson = change_lesson(cast, "maths", MONDAY, topic="Дроби", homework="№ 7")
    note_absence(cast, "pupil", lesson)
    note_absence(cast, "pupil", cast.lessons["maths"], AttendanceCode.LATE, 5)
    actor = cast.actor("guardian")
    found = missed_lessons(cast.session, actor, cast.id_of("pupil"), date(2026, 11, 3), DAY)
    assert [(one.subject, one.topic, one.homework, one.day) for one in found] == [
        ("Математика", "Дроби", "№ 7", MONDAY)
    ]


def test_a_guardian_announces_an_absence_ahead(cast: Cast) -> None:
    announce(cast, starts=DAY + timedelta(days=3), ends=DAY + timedelta(days=5))
    found = notices(cast.session, cast.actor("pupil"), cast.id_of("pupil"))
    assert [(one.code, one.note, one.is_confirmed, one.is_own) for one in found] == [
        (ILL, "Простуда", False, False)
    ]
    assert cast.session.exec(select(AuditEntry).where(AuditEntry.action == "absence.announce")).one()


@pytest.mark.parametrize("reader", ["pupil", "class_teacher", "other_guardian", "deputy"])
def test_only_a_guardian_announces(cast: Cast, reader: str) -> None:
    with pytest.raises(NotFound):
        announce(cast, reader)


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (DAY, DAY - timedelta(days=1), "ends"),
        (DAY, DAY + timedelta(days=90), "ends"),
        (DAY - timedelta(days=30), DAY, "starts"),
    ],
)
def test_impossible_days_are_refused_by_their_field(cast: Cast, starts: date, ends: date, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        announce(cast, starts=starts, ends=ends)
    assert refused.value.field == field


def test_a_guardian_cannot_call_an_absence_unexcused(cast: Cast) -> None:
    with pytest.raises(DomainError):
        announce(cast, code=AttendanceCode.UNEXCUSED)


def test_an_announcement_can_be_taken_back_until_it_is_confirmed(cast: Cast) -> None:
    withdraw_notice(cast.session, cast.actor("guardian"), announce(cast))
    assert cast.session.exec(select(AbsenceNotice)).all() == []
    number = announce(cast)
    note_absence(cast, "pupil", cast.lessons["maths"])
    explain(cast)
    with pytest.raises(DomainError):
        withdraw_notice(cast.session, cast.actor("guardian"), number)


def test_the_announcement_of_another_is_not_there_to_take_back(cast: Cast) -> None:
    number = announce(cast)
    with pytest.raises(NotFound):
        withdraw_notice(cast.session, cast.actor("other_guardian"), number)


def test_the_class_teacher_sees_what_families_announced(cast: Cast) -> None:
    announce(cast, ends=DAY + timedelta(days=4))
    actor, class_id = cast.actor("class_teacher"), cast.classes["6b"].id or 0
    found = announced_in_class(cast.session, actor, class_id)
    assert [(one.name, one.starts, one.note) for one in found] == [("Лебедева Анна", DAY, "Простуда")]
    note_absence(cast, "pupil", cast.lessons["maths"])
    explain(cast)
    assert announced_in_class(cast.session, actor, class_id) == []
    with pytest.raises(NotFound):
        announced_in_class(cast.session, cast.actor("teacher"), class_id)


def test_days_in_a_row_are_one_absence_to_explain(cast: Cast) -> None:
    note_absence(cast, "pupil", cast.lesson("maths", date(2026, 11, 9)))
    note_absence(cast, "pupil", cast.lesson("maths", THURSDAY))
    note_absence(cast, "pupil", cast.lessons["russian"])
    note_absence(cast, "pupil", cast.lessons["maths"])
    announce(cast)
    found = absences_to_explain(cast.session, cast.actor("class_teacher"))
    assert [(one.first_day, one.last_day, one.lessons, one.announced) for one in found] == [
        (date(2026, 11, 9), date(2026, 11, 9), 1, None),
        (THURSDAY, DAY, 3, ILL),
    ]
    assert (found[0].name, found[0].class_title) == ("Лебедева Анна", "6 «Б»")


def test_absences_of_other_classes_are_not_asked_of_the_class_teacher(cast: Cast) -> None:
    note_absence(cast, "other_pupil", cast.lessons["maths_v"])
    assert absences_to_explain(cast.session, cast.actor("class_teacher")) == []
    with pytest.raises(NotFound):
        absences_to_explain(cast.session, cast.actor("class_teacher"), cast.classes["6v"].id)
    assert len(absences_to_explain(cast.session, cast.actor("deputy"), cast.classes["6v"].id)) == 1


@pytest.mark.parametrize("reader", ["teacher", "guardian", "pupil"])
def test_others_have_no_absences_to_explain(cast: Cast, reader: str) -> None:
    with pytest.raises(NotAllowed):
        absences_to_explain(cast.session, cast.actor(reader))


def test_an_explanation_turns_the_whole_span_with_a_trace(cast: Cast) -> None:
    for lesson in (cast.lesson("maths", THURSDAY), cast.lessons["maths"], cast.lessons["russian"]):
        note_absence(cast, "pupil", lesson)
    note_absence(cast, "classmate", cast.lessons["maths"])
    note_absence(cast, "pupil", cast.lessons["english1"], AttendanceCode.LATE, 5)
    courses = explain(cast)
    assert set(courses) == {cast.courses["maths"].id, cast.courses["russian"].id}
    cast.session.expire_all()
    assert sorted(codes(cast)) == sorted([ILL, ILL, ILL, ABSENT, AttendanceCode.LATE])
    entries = cast.session.exec(select(AuditEntry).where(AuditEntry.action == "absence.explain")).all()
    assert [(entry.before, entry.after) for entry in entries] == [
        (
            {"code": "absent", "cell": ["absent", None]},
            {"code": "ill", "note": "Справка", "cell": ["ill", None]},
        )
    ] * 3
    assert first_fault(cast.session, cast.schools["a"].id or 0) is None


def test_an_explanation_confirms_what_was_announced(cast: Cast) -> None:
    announce(cast)
    note_absence(cast, "pupil", cast.lessons["maths"])
    explain(cast)
    notice = cast.session.exec(select(AbsenceNotice)).one()
    assert notice.confirmed_by_id == cast.id_of("class_teacher")


def test_a_wrong_explanation_can_be_replaced(cast: Cast) -> None:
    note_absence(cast, "pupil", cast.lessons["maths"])
    explain(cast, code=AttendanceCode.UNEXCUSED)
    explain(cast, code=EXCUSED)
    cast.session.expire_all()
    assert codes(cast) == [EXCUSED]


def test_nothing_to_explain_is_said_so(cast: Cast) -> None:
    with pytest.raises(DomainError):
        explain(cast)


@pytest.mark.parametrize("reader", ["teacher", "guardian", "pupil", "teacher_b"])
def test_only_class_teacher_and_heads_explain(cast: Cast, reader: str) -> None:
    note_absence(cast, "pupil", cast.lessons["maths"])
    with pytest.raises(NotFound):
        explain(cast, reader)


def test_a_class_teacher_explains_the_days_of_the_own_class_only(cast: Cast) -> None:
    """Who has moved to another class is its class teacher's to explain; the head explains all."""
    note_absence(cast, "pupil", cast.lesson("maths", THURSDAY))
    note_absence(cast, "pupil", cast.lessons["maths"])
    place = cast.session.exec(select(Enrolment).where(Enrolment.pupil_id == cast.id_of("pupil"))).one()
    place.ends = THURSDAY
    cast.session.add(place)
    cast.session.flush()
    explain(cast)
    cast.session.expire_all()
    assert codes(cast) == [ILL, ABSENT]
    with pytest.raises(DomainError):
        explain(cast)
    explain(cast, "deputy")
    cast.session.expire_all()
    assert codes(cast) == [ILL, ILL]


def test_a_button_pressed_twice_announces_once(cast: Cast) -> None:
    assert announce(cast) == announce(cast)
    assert len(cast.session.exec(select(AbsenceNotice)).all()) == 1


def told(cast: Cast, name: str = "class_teacher") -> list[OutboxNotice]:
    cast.session.expire_all()
    asked = select(OutboxNotice).where(
        OutboxNotice.recipient_id == cast.id_of(name), OutboxNotice.kind == "pupil_absence_announced"
    )
    return list(cast.session.exec(asked))


def test_the_class_teacher_is_told_of_an_announcement_and_of_its_end(cast: Cast) -> None:
    notice_id = announce(cast)
    [notice] = told(cast)
    assert (notice.pupil_id, notice.payload["note"], notice.payload["withdrawn"]) == (
        cast.id_of("pupil"), "Простуда", False,
    )  # fmt: skip
    assert not told(cast, "deputy")
    withdraw_notice(cast.session, cast.actor("guardian"), notice_id)
    assert told(cast) == []  # nobody had read it
    notice_id = announce(cast)
    [notice] = told(cast)
    notice.read_at = clock.now()
    cast.session.add(notice)
    cast.session.flush()
    withdraw_notice(cast.session, cast.actor("guardian"), notice_id)
    [notice] = told(cast)
    assert (notice.payload["withdrawn"], notice.read_at) == (True, None)


def test_only_todays_class_teacher_is_told(cast: Cast) -> None:
    grant = cast.session.exec(
        select(RoleGrant).where(
            RoleGrant.person_id == cast.id_of("class_teacher"), RoleGrant.role == Role.CLASS_TEACHER
        )
    ).one()
    grant.ends = DAY - timedelta(days=1)
    cast.session.add(grant)
    cast.session.flush()
    announce(cast)
    assert told(cast) == []
