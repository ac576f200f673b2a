"""Reminders to register: to whom, how often, when; what stops them; a box that several people share."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Account,
    AuditEntry,
    Consent,
    Enrolment,
    Guardianship,
    Mail,
    MailKind,
    OneTimeLink,
    Person,
    RegistrationReminder,
    ReminderRule,
    Role,
    RoleGrant,
)
from ejournal.models.base import table
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.registration import reminding
from ejournal.services.registration.channels import BY_MAIL, Reminder
from ejournal.services.registration.codes import Whom, give_codes
from ejournal.services.registration.no_more import school_of_stop, stop
from ejournal.services.registration.opening import register, try_code
from ejournal.services.registration.staff_standing import standing_of_staff
from ejournal.services.registration.standing import Mailing, State, standing_of_classes
from ejournal.settings import settings
from tests.cast import DAY, Cast, all_sign_in
from tests.consent_texts import publish_samples

NOON = datetime.fromisoformat("2026-11-20T12:00:00+03:00")
WEEK = timedelta(days=7)
CODE, SECRET = re.compile(r"/register#(\S+)"), re.compile(r"/reminders#(\S+)")
Later = Callable[[timedelta], None]


@pytest.fixture(autouse=True)
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that has a mail server."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """It is noon of the cast's day; moves the clock on."""
    now = NOON

    def move(by: timedelta) -> None:
        nonlocal now
        now += by

    monkeypatch.setattr(clock, "now", lambda: now)
    return move


@pytest.fixture
def mother(cast: Cast, later: Later) -> int:
    """Дроздова, without an account, is the guardian of Петров Глеб, who has none either."""
    person = cast.people["primary_teacher"]
    person.email = "mother@example.test"
    ward = Guardianship(
        school_id=person.school_id, guardian_id=person.id or 0, pupil_id=cast.id_of("arrived")
    )
    cast.session.add_all([person, ward])
    cast.session.flush()
    all_sign_in(cast.session, NOON)
    return cast.id_of("primary_teacher")


def give_slip(cast: Cast) -> str:
    return give_codes(cast.session, cast.actor("class_teacher"), Whom.GUARDIANS, cast.classes["6b"].id)[1][
        0
    ].code


def set_rule(cast: Cast, rule: ReminderRule) -> None:
    reminding.set_reminder_rule(cast.session, cast.actor("admin"), rule)


def run(cast: Cast) -> int:
    """What the program writes now by itself: how many letters."""
    before = len(letters(cast))
    for school_id in reminding.schools_due(cast.session, BY_MAIL):
        reminding.remind_portion(cast.session, school_id, BY_MAIL)
    return len(letters(cast)) - before


def letters(cast: Cast) -> list[Mail]:
    return list(
        cast.session.scalars(select(Mail).where(Mail.kind == MailKind.REMINDER).order_by(col(Mail.id)))
    )


def press(cast: Cast, member: str = "class_teacher", of: str = "6b") -> reminding.Reminded:
    return reminding.remind(cast.session, cast.actor(member), cast.classes[of].id or 0)


def test_the_program_reminds_a_week_after_the_slip_each_week_and_five_times_at_most(
    cast: Cast, mother: int, later: Later
) -> None:
    assert run(cast) == 0  # nobody was handed anything yet
    give_slip(cast)
    later(timedelta(days=6))
    assert run(cast) == 0
    later(timedelta(days=1))
    assert [run(cast), run(cast)] == [1, 0]
    for _ in range(6):
        later(WEEK)
        run(cast)
    assert len(letters(cast)) == 5
    first, *_, last = letters(cast)
    assert (first.person_id, first.to_address) == (mother, "mother@example.test")
    assert "1 из 5" in first.body
    assert "5 из 5" in last.body
    assert CODE.search(first.body) is None
    assert not any(name in first.body for name in ("Дроздов", "Петров", "Глеб"))


def test_a_letter_with_a_code_registers_and_the_slip_works_until_then(
    cast: Cast, mother: int, later: Later
) -> None:
    set_rule(cast, ReminderRule.CODE)
    slip = give_slip(cast)
    later(WEEK)
    assert run(cast) == 1
    [letter] = letters(cast)
    found = CODE.search(letter.body)
    assert found is not None
    assert try_code(cast.session, slip, "203.0.113.5")
    sealed = try_code(cast.session, found[1], "203.0.113.5")
    register(cast.session, sealed, "drozdova", "тихий омут 7")
    with pytest.raises(DomainError, match="does not work"):
        try_code(cast.session, slip, "203.0.113.5")
    assert letters(cast) == []  # it had not gone yet: nobody is reminded of what they have done
    later(WEEK)
    assert run(cast) == 0


def test_no_code_goes_to_a_box_that_stands_on_two_cards(cast: Cast, mother: int, later: Later) -> None:
    set_rule(cast, ReminderRule.CODE)
    child = cast.people["arrived"]
    child.email = "Mother@example.test"
    cast.session.add(child)
    give_slip(cast)
    later(WEEK)
    assert run(cast) == 1
    assert CODE.search(letters(cast)[0].body) is None


@pytest.mark.parametrize("hour", [7, 19, 21])
def test_nobody_is_reminded_at_night_and_a_press_waits_for_the_morning(
    hour: int, cast: Cast, mother: int, later: Later
) -> None:
    give_slip(cast)
    later(WEEK + timedelta(hours=hour - 12))
    assert run(cast) == 0
    told = press(cast)
    assert told.letters == 1
    assert told.goes_at is not None
    there = told.goes_at + timedelta(hours=3)
    assert (there.hour, there > clock.now()) == (8, True)
    assert letters(cast)[0].not_before == told.goes_at


def test_the_rule_off_stops_the_program_and_the_button(cast: Cast, mother: int, later: Later) -> None:
    give_slip(cast)
    later(WEEK)
    set_rule(cast, ReminderRule.OFF)
    assert run(cast) == 0
    with pytest.raises(DomainError, match="switched off"):
        press(cast)


@pytest.mark.parametrize("why", ["account", "child left", "guardian no more", "consent taken back"])
def test_who_has_registered_or_has_no_child_here_any_more_is_not_reminded(
    why: str, cast: Cast, mother: int, later: Later
) -> None:
    give_slip(cast)
    later(WEEK)
    session, person = cast.session, cast.people["primary_teacher"]
    if why == "account":
        session.add(
            Account(school_id=person.school_id, person_id=mother, login="d", password_hash="-", blocked=True,
                    password_changed_at=NOON)
        )  # fmt: skip
    elif why == "consent taken back":
        document = publish_samples(session, person.school_id)[0]
        session.add(
            Consent(school_id=person.school_id, person_id=mother, pupil_id=mother,
                    purpose_id=document.purpose_id, document_id=document.id or 0, answered_at=NOON,
                    withdrawn_at=NOON)
        )  # fmt: skip
    else:
        kind = Enrolment if why == "child left" else Guardianship
        row = session.scalars(select(kind).where(kind.pupil_id == cast.id_of("arrived"))).one()
        row.ends = DAY
        session.add(row)
    session.flush()
    assert run(cast) == 0


def test_the_letters_address_stops_them_without_a_sign_in_and_tells_no_name(
    cast: Cast, mother: int, later: Later
) -> None:
    give_slip(cast)
    later(WEEK)
    run(cast)
    found = SECRET.search(letters(cast)[0].body)
    assert found is not None
    assert school_of_stop(cast.session, found[1]) == "Школа № 7"
    assert [stop(cast.session, found[1]) for _ in range(2)] == ["Школа № 7"] * 2
    assert letters(cast) == []  # what had not gone is not sent
    later(WEEK)
    assert run(cast) == 0
    assert press(cast).not_to[Mailing.STOPPED] == 1
    with pytest.raises(LinkRefused):
        school_of_stop(cast.session, found[1][:-1] + "x")
    [row] = cast.session.scalars(select(RegistrationReminder)).all()
    assert found[1] not in str(row)


def test_a_press_says_to_how_many_it_goes_and_why_to_the_others_not(
    cast: Cast, mother: int, later: Later
) -> None:
    give_slip(cast)
    told = reminding.who_would_be_reminded(
        cast.session, cast.actor("class_teacher"), cast.classes["6b"].id or 0
    )
    assert (told.letters, told.not_to) == (1, {Mailing.NO_ADDRESS: 1})
    assert press(cast).letters == 1
    assert press(cast).not_to == {Mailing.NO_ADDRESS: 1, Mailing.LATELY: 1}
    entry = cast.session.scalars(select(AuditEntry).order_by(col(AuditEntry.number).desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor_id) == ("registration-remind", cast.id_of("class_teacher"))


def test_without_a_slip_only_a_letter_with_a_code_is_of_use(cast: Cast, mother: int, later: Later) -> None:
    assert press(cast).not_to[Mailing.NO_CODE] == 1
    set_rule(cast, ReminderRule.CODE)
    assert press(cast).letters == 1
    assert len(cast.session.scalars(select(OneTimeLink)).all()) == 1


def test_a_letter_that_finds_no_room_counts_nothing(
    cast: Cast, mother: int, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_rule(cast, ReminderRule.CODE)
    monkeypatch.setattr("ejournal.services.mail.outbox.MOST_WAITING", 0)
    assert press(cast).letters == 0
    assert cast.session.scalars(select(OneTimeLink)).all() == []
    assert cast.session.scalars(select(RegistrationReminder)).all() == []


def test_only_who_hands_out_codes_reminds_and_only_the_own_class(cast: Cast, mother: int) -> None:
    with pytest.raises(NotFound):
        press(cast, of="6v")
    with pytest.raises(NotFound):
        press(cast, "director")
    with pytest.raises(NotFound):
        press(cast, "deputy", of="6b_b")
    with pytest.raises(NotFound):
        press(cast, "guardian")


def test_the_list_says_how_far_each_has_come(cast: Cast, mother: int, later: Later) -> None:
    def state() -> State:
        [klass] = standing_of_classes(cast.session, cast.actor("class_teacher"), ReminderRule.PLAIN)
        people = {one.person_id: one for family in klass.families for one in family.all}
        assert klass.title == "6 «Б»"
        return people[mother].state

    assert state() is State.NO_CODE
    slip = give_slip(cast)
    assert state() is State.CODE_GIVEN
    press(cast)
    assert state() is State.REMINDED
    account = register(cast.session, try_code(cast.session, slip, "203.0.113.5"), "drozdova", "тихий омут 7")
    assert state() is State.NEVER_CAME
    account.last_seen_at = NOON
    cast.session.flush()
    assert state() is State.CAME
    account.blocked = True
    cast.session.flush()
    assert state() is State.BLOCKED


def test_a_head_sees_all_classes_with_their_counts(session: Session, cast: Cast, mother: int) -> None:
    found = standing_of_classes(session, cast.actor("director"), ReminderRule.PLAIN)
    of_6b = next(one for one in found if one.title == "6 «Б»")
    assert [one.title for one in found] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert (of_6b.pupils.people, of_6b.pupils.without_address) == (3, 3)
    assert (of_6b.guardians.people, of_6b.guardians.without_address) == (3, 2)


# ------------------------------------------------------------------------------------------------ staff


def without_account(cast: Cast, email: str = "primary@example.test") -> int:
    """Дроздова teaches, has no account and an e-mail on her card."""
    person = cast.people["primary_teacher"]
    person.email = email
    works = RoleGrant(school_id=person.school_id, person_id=person.id or 0, role=Role.TEACHER)
    cast.session.add_all([person, works])
    cast.session.flush()
    all_sign_in(cast.session, NOON)
    return person.id or 0


def staff_slip(cast: Cast) -> str:
    return give_codes(cast.session, cast.actor("admin"), Whom.STAFF)[1][0].code


def test_the_staff_is_reminded_like_families_each_week_and_five_times(cast: Cast, later: Later) -> None:
    number = without_account(cast)
    later(WEEK)
    assert run(cast) == 0  # nobody was handed anything yet
    staff_slip(cast)
    for _ in range(7):
        later(WEEK)
        run(cast)
    assert [one.person_id for one in letters(cast)] == [number] * 5
    assert "5 из 5" in letters(cast)[-1].body
    assert "классного руководителя" not in letters(cast)[0].body


def test_who_has_left_the_staff_is_reminded_no_more(cast: Cast, later: Later) -> None:
    number = without_account(cast)
    staff_slip(cast)
    later(WEEK)
    for grant in cast.session.scalars(select(RoleGrant).where(RoleGrant.person_id == number)):
        grant.ends = DAY - timedelta(days=1)
        cast.session.add(grant)
    cast.session.flush()
    assert run(cast) == 0


def test_a_press_reminds_the_staff_by_whom_keeps_people_alone(cast: Cast, later: Later) -> None:
    number, session = without_account(cast), cast.session
    staff_slip(cast)
    assert reminding.who_would_be_reminded(session, cast.actor("admin"), None).letters == 1
    assert reminding.remind(session, cast.actor("admin"), None).letters == 1
    assert [one.person_id for one in letters(cast)] == [number]
    for member in ("director", "class_teacher", "guardian"):
        with pytest.raises(NotFound):
            reminding.remind(session, cast.actor(member), None)


def test_who_of_the_staff_never_came_is_seen_by_heads_and_by_whom_keeps_people(
    cast: Cast, later: Later
) -> None:
    number = without_account(cast)
    cast.accounts["teacher"].last_seen_at = NOON
    cast.session.flush()
    for member in ("director", "deputy", "admin"):
        found = standing_of_staff(cast.session, cast.actor(member), ReminderRule.PLAIN)
        states = {one.person_id: one.state for one in found.people}
        assert (states[number], states[cast.id_of("teacher")]) == (State.NO_CODE, State.CAME)
        assert states[cast.id_of("deputy")] is State.NEVER_CAME
        assert (found.counts.missing, found.counts.people) == (len(states) - 1, len(states))
        assert cast.id_of("pupil") not in states
    for member in ("class_teacher", "teacher_b"):
        with pytest.raises(NotFound):
            standing_of_staff(cast.session, cast.actor(member), ReminderRule.PLAIN)


def test_a_channel_is_a_parameter_and_goes_where_its_column_says(cast: Cast, later: Later) -> None:
    """What is known of letters, when, to whom and how often, holds for another way without a word more."""
    sent: list[Reminder] = []

    def send(_session: Session, one: Reminder, _not_before: datetime | None) -> bool:
        sent.append(one)
        return True

    other = replace(BY_MAIL, to=table(Person).c.phone, send=send)
    number = without_account(cast, email="")
    staff_slip(cast)
    later(WEEK)
    assert reminding.schools_due(cast.session, BY_MAIL) == ()  # no e-mail on the card
    assert reminding.schools_due(cast.session, other) == ()  # nor a phone
    cast.people["primary_teacher"].phone = "+79990000001"
    cast.session.flush()
    [school_id] = reminding.schools_due(cast.session, other)
    for _ in range(7):
        reminding.remind_portion(cast.session, school_id, other)
        later(WEEK)
    assert [(one.person_id, one.to, one.number) for one in sent] == [
        (number, "+79990000001", at + 1) for at in range(5)
    ]
    assert letters(cast) == []
