"""Reminders to register: to whom, how often, when; what stops them; a box that several people share."""

import re
from collections.abc import Callable
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
    RegistrationReminder,
    ReminderRule,
)
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.registration import reminding
from ejournal.services.registration.codes import Whom, give_codes
from ejournal.services.registration.no_more import school_of_stop, stop
from ejournal.services.registration.opening import register, try_code
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
    for school_id in reminding.schools_due(cast.session):
        reminding.remind_portion(cast.session, school_id)
    return len(letters(cast)) - before


def letters(cast: Cast) -> list[Mail]:
    return list(
        cast.session.scalars(select(Mail).where(Mail.kind == MailKind.REMINDER).order_by(col(Mail.id)))
    )


def press(cast: Cast, member: str = "class_teacher", of: str = "6b") -> reminding.Reminded:
    return reminding.remind_class(cast.session, cast.actor(member), cast.classes[of].id or 0)


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
    assert (told.letters, told.not_to) == (1, {Mailing.NO_EMAIL: 1})
    assert press(cast).letters == 1
    assert press(cast).not_to == {Mailing.NO_EMAIL: 1, Mailing.LATELY: 1}
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
    assert (of_6b.pupils.people, of_6b.pupils.without_email) == (3, 3)
    assert (of_6b.guardians.people, of_6b.guardians.without_email) == (3, 2)
