"""What is sent is judged at that moment: rights, quiet hours, addresses; leases, pauses, the end of tries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import col, select, update

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Account,
    Channel,
    Delivery,
    Fate,
    Going,
    GuardianRights,
    Guardianship,
    Mail,
    NoticeKind,
    OutboxNotice,
    SchoolSettings,
)
from ejournal.services.chat.telling import note_read
from ejournal.services.delivery import bounces, choices, hours, queue, sending
from ejournal.services.mail import sending as mail_sending
from ejournal.services.notices import outbox
from ejournal.services.notices.board import mark_all_read
from ejournal.services.notices.outbox import take_back_key
from tests.cast import DAY, Cast
from tests.services.delivery.helpers import confirm, deliveries, hand, plan, send, tell, to
from tests.services.journal_helpers import op, put_one

At = Callable[[timedelta], datetime]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def now_for(cast: Cast, *names: str) -> None:
    """Substitutions come to them at once."""
    for name in names:
        choices.choose(cast.session, cast.actor(name), NoticeKind.SUBSTITUTION, Going.NOW)


def test_what_was_read_in_the_chat_goes_by_no_letter(cast: Cast, at: At) -> None:
    for name in ("guardian", "class_teacher"):
        confirm(cast, name)
        choices.choose(cast.session, cast.actor(name), NoticeKind.CHAT_MESSAGE, Going.NOW)
    payload = {"room_id": 1, "kind": "staff", "class_title": "", "subject": "", "title": "", "author": "",
               "day": DAY.isoformat()}  # fmt: skip
    school_id, kind = cast.schools["a"].id or 0, NoticeKind.CHAT_MESSAGE
    for name in ("guardian", "class_teacher"):
        person = cast.id_of(name)
        notice = outbox.personal_notice(school_id, person, kind, "chat:1", payload, clock.now())
        outbox.tell(cast.session, [notice])
    plan(cast)
    note_read(cast.session, cast.actor("guardian"), 1, 1, clock.now())
    letters = send(cast)
    assert (len(to(letters, "guardian")), len(to(letters, "class_teacher"))) == (0, 1)


def test_what_was_read_in_the_bell_is_no_line_of_the_letter_of_the_day(family: Cast, at: At) -> None:
    tell(family, "pupil")
    plan(family)
    mark_all_read(family.session, family.actor("guardian"), clock.now())
    tell(family, "brother")
    at(6 * HOUR)
    (letter,) = to(send(family), "guardian")
    assert ("Лев" in letter.letter.body, "Анна" in letter.letter.body) == (True, False)
    tell(family, "pupil", "brother")
    plan(family)
    mark_all_read(family.session, family.actor("guardian"), clock.now())
    at(30 * HOUR)
    assert to(send(family), "guardian") == []
    own = family.accounts["guardian"].id
    assert [one.fate for one in deliveries(family) if one.account_id == own] == [Fate.SENT, Fate.DROPPED]


def test_what_is_to_come_by_a_letter_of_its_own_comes_though_it_was_read(family: Cast, at: At) -> None:
    now_for(family, "guardian")
    tell(family, "pupil")
    plan(family)
    mark_all_read(family.session, family.actor("guardian"), clock.now())
    assert len(to(send(family), "guardian")) == 1


def no_rights(cast: Cast) -> None:
    cast.session.execute(
        update(Guardianship)
        .where(col(Guardianship.guardian_id) == cast.id_of("guardian"))
        .values(rights=GuardianRights.NONE)
    )


def ended(cast: Cast) -> None:
    cast.session.execute(
        update(Guardianship)
        .where(col(Guardianship.guardian_id) == cast.id_of("guardian"))
        .values(ends=DAY - timedelta(days=1))
    )


def blocked(cast: Cast) -> None:
    cast.session.execute(
        update(Account).where(col(Account.id) == cast.accounts["guardian"].id).values(blocked=True)
    )


def unconfirmed(cast: Cast) -> None:
    cast.session.execute(
        update(Account).where(col(Account.id) == cast.accounts["guardian"].id).values(email_confirmed_at=None)
    )


def switched_off(cast: Cast) -> None:
    choices.choose(cast.session, cast.actor("guardian"), NoticeKind.SUBSTITUTION, Going.NEVER)


def taken_back(cast: Cast) -> None:
    take_back_key(cast.session, cast.schools["a"].id or 0, "same")


@pytest.mark.parametrize("going", [Going.NOW, Going.DIGEST])
@pytest.mark.parametrize(
    "change", [no_rights, ended, blocked, unconfirmed, switched_off, taken_back], ids=lambda one: one.__name__
)
def test_who_may_see_it_no_longer_is_sent_nothing(
    family: Cast, at: At, change: Callable[[Cast], None], going: Going
) -> None:
    choices.choose(family.session, family.actor("guardian"), NoticeKind.SUBSTITUTION, going)
    tell(family, "pupil", key="same")
    plan(family)
    change(family)
    at(6 * HOUR)
    assert to(send(family), "guardian") == []
    (one,) = [row for row in deliveries(family) if row.account_id == family.accounts["guardian"].id]
    assert (one.fate, one.closed_at is not None) == (Fate.DROPPED, True)


def test_hidden_remarks_are_sent_to_nobody(family: Cast, at: At) -> None:
    tell(family, "pupil", kind=NoticeKind.REMARK)
    family.session.execute(
        update(OutboxNotice).values(payload={"text": "Шумел", "day": DAY.isoformat(), "tone": "remark"})
    )
    at(5 * MINUTE)
    plan(family)
    family.session.execute(update(SchoolSettings).values(remark_visible=False))
    at(6 * HOUR)
    assert send(family) == []


def test_a_family_never_gets_news_of_another_child(family: Cast, at: At) -> None:
    for name in ("guardian", "other_guardian"):
        now_for(family, name)
    tell(family, "pupil", "other_pupil", "classmate")
    tell(family, "brother")
    letters = send(family)
    at(6 * HOUR)
    letters += send(family)
    own = {"guardian": {"Анна", "Лев"}, "other_guardian": {"Вера"}, "pupil": set[str]()}
    everybody = {"Анна", "Лев", "Вера", "Илья"}
    for name, children in own.items():
        found = to(letters, name)
        assert found
        told = "".join(one.letter.subject + one.letter.body for one in found)
        assert {child for child in everybody if child in told} == children


def test_nothing_goes_in_quiet_hours_and_nothing_is_lost_by_them(family: Cast, at: At) -> None:
    """A thousand events at drawn moments of three days, one after another; retries fall where they fall."""
    draw = Random(7)
    now_for(family, "guardian")
    choices.set_hours(family.session, family.actor("guardian"), None, (20, 8))
    how = hours.Hours("Europe/Moscow", quiet_from=20, quiet_until=8)
    told, came = 0, 0
    step = timedelta(days=3) / 1000
    for number in range(1000):
        moment = at(number * step)
        tell(family, "pupil", key=f"drawn:{number}")
        told += 1
        if number % 5:
            continue
        plan(family)
        ids = sending.claim(family.session, "one", sending.PORTION)
        ready = to(hand(family, ids), "guardian")
        assert not (ready and how.is_quiet(moment))
        for one in ready:
            if draw.random() < 0.1:
                sending.note_refused(family.session, one.id, "one", "451 later", for_ever=False)
            else:
                sending.note_sent(family.session, one.id, "one")
                came += 1
    at(timedelta(days=4))
    came += len([one for one in to(send(family), "guardian") if "новост" not in one.letter.subject])
    assert (came, told) == (1000, 1000)


def test_what_one_has_in_hand_nobody_else_sends_until_the_lease_is_over(family: Cast, at: At) -> None:
    now_for(family, "guardian")
    tell(family, "pupil")
    plan(family)
    ids = sending.claim(family.session, "one", sending.PORTION)
    assert sending.claim(family.session, "other", sending.PORTION) == []
    at(sending.LEASE + MINUTE)
    assert sending.claim(family.session, "other", sending.PORTION) == ids
    assert not sending.note_sent(family.session, ids[0], "one")  # it is the other's by now
    assert sending.note_sent(family.session, ids[0], "other")


def test_pauses_grow_and_after_two_days_a_letter_is_given_up_with_the_reason(family: Cast, at: At) -> None:
    now_for(family, "guardian")
    choices.set_hours(family.session, family.actor("guardian"), None, (5, 5))
    tell(family, "brother")  # who has no e-mail
    plan(family)
    waited, pauses = timedelta(), []
    while ids := sending.claim(family.session, "one", 1):
        if not hand(family, ids):
            continue
        sending.note_refused(family.session, ids[0], "one", "451 later", for_ever=False)
        row = next(one for one in deliveries(family) if one.id == ids[0])
        if row.closed_at is not None:
            break
        pauses.append(row.not_before - clock.now())
        waited += pauses[-1]
        at(waited)
    assert pauses == sorted(pauses)
    assert waited >= sending.TRIED_FOR
    assert (row.fate, row.last_error) == (Fate.FAILED, "451 later")
    queue.try_again(family.session, family.actor("admin"), row.id or 0)
    assert len(to(send(family), "guardian")) == 1


def test_a_limit_by_the_minute_counts_all_processes(family: Cast, at: At) -> None:
    now_for(family, "guardian")
    tell(family, "pupil")
    assert sending.room_left(family.session, Channel.MAIL, 2) == 2
    assert len(to(send(family), "guardian")) == 1
    assert sending.room_left(family.session, Channel.MAIL, 2) == 1
    assert sending.room_left(family.session, Channel.MAIL, 0) == sending.PORTION
    at(2 * MINUTE)
    assert sending.room_left(family.session, Channel.MAIL, 2) == 2


def test_an_address_that_is_not_there_is_confirmed_no_longer_and_the_class_teacher_is_told(
    family: Cast, at: At
) -> None:
    now_for(family, "guardian")
    tell(family, "pupil")
    plan(family)
    ids = sending.claim(family.session, "one", 1)
    sending.note_refused(family.session, ids[0], "one", "550 no such user", for_ever=True, of_recipient=True)
    account = family.accounts["guardian"]
    bounces.note_bounced(family.session, account.id or 0, "guardian@example.test")
    bounces.note_bounced(family.session, account.id or 0, "guardian@example.test")
    confirmed = select(Account.email_confirmed_at).where(col(Account.id) == account.id)
    assert family.session.exec(confirmed).one() is None
    asked = select(OutboxNotice).where(col(OutboxNotice.kind) == NoticeKind.EMAIL_BOUNCED.value)
    (told,) = family.session.exec(asked)  # Лев's class has no class teacher
    assert told.recipient_id == family.id_of("class_teacher")
    assert told.payload["name"] == "Лебедева Мария Петровна"
    (row,) = [one for one in deliveries(family) if one.id == ids[0]]
    assert (row.fate, row.last_error) == (Fate.BOUNCED, "550 no such user")


def test_another_address_meanwhile_is_left_alone(family: Cast) -> None:
    account = family.accounts["guardian"]
    bounces.note_bounced(family.session, account.id or 0, "former@example.test")
    confirmed = select(Account.email_confirmed_at).where(col(Account.id) == account.id)
    assert family.session.exec(confirmed).one() is not None


def test_letters_that_may_be_stopped_say_how_and_the_address_stops_them(family: Cast, at: At) -> None:
    now_for(family, "guardian")
    tell(family, "pupil")
    put_one(family, op(family, "н"))
    at(5 * MINUTE)
    by_stop = {bool(one.stop): one for one in to(send(family), "guardian")}
    assert set(by_stop) == {True, False}
    assert "пропуск" in by_stop[False].letter.subject  # the school lets nobody switch it off
    token = by_stop[True].stop.rpartition("/")[2]
    assert choices.stop_by_token(family.session, token, clock.now())
    assert choices.own_choices(family.session, family.actor("guardian")).stopped
    for other in (
        "",
        "guess",
        token[:-1] + "!",
        f"0-{token}",
        "999999-" + token.partition("-")[2],
        "٣-" + token,
    ):
        assert not choices.stop_by_token(family.session, other, clock.now())


def test_old_deliveries_are_forgotten(family: Cast, at: At) -> None:
    tell(family, "pupil")
    at(6 * HOUR)
    assert send(family)
    at(sending.KEPT + timedelta(days=1))
    sending.throw_away_old(family.session)
    assert deliveries(family) == []
    assert (
        family.session.exec(select(OutboxNotice).where(col(OutboxNotice.digest_id).is_not(None))).first()
        is None
    )


def test_the_queue_says_what_waits_and_what_became_of_the_rest(family: Cast, at: At) -> None:
    now_for(family, "guardian", "pupil")
    tell(family, "pupil", "other_pupil")
    plan(family)
    at(10 * MINUTE)
    admin = family.actor("admin")
    found = queue.queue_of(family.session, admin)
    assert (found.waiting, found.due, found.oldest) == (3, 2, clock.now() - 10 * MINUTE)
    ids = sending.claim(family.session, "one", 1)
    sending.note_refused(family.session, ids[0], "one", "554 spam", for_ever=True)
    send(family)
    found = queue.queue_of(family.session, admin)
    assert (found.fates, found.due, found.oldest) == ({Fate.FAILED: 1, Fate.SENT: 1}, 0, None)
    assert [one.error for one in queue.stuck(family.session, admin)] == ["554 spam"]
    assert queue.try_all_again(family.session, admin) == 1
    assert len(send(family)) == 1
    with pytest.raises(NotFound):
        queue.try_again(family.session, admin, ids[0])


def test_a_trial_letter_goes_to_ones_own_confirmed_address(family: Cast) -> None:
    admin = family.actor("admin")
    with pytest.raises(DomainError):
        queue.send_trial(family.session, admin)
    confirm(family, "admin")
    assert queue.send_trial(family.session, admin) == "admin@example.test"
    trial = queue.last_letter(family.session, admin)
    assert trial is not None
    assert not trial.taken
    (letter,) = family.session.exec(select(Mail)).all()
    mail_sending.note_sent(family.session, letter.id or 0)
    trial = queue.last_letter(family.session, admin)
    assert trial is not None
    assert trial.taken


def test_a_delivery_of_a_notice_whose_number_is_anothers_now_tells_nothing(family: Cast, at: At) -> None:
    """SQLite gives the number of a notice that was taken back to the next one."""
    now_for(family, "guardian")
    tell(family, "pupil", key="same")
    plan(family)
    family.session.execute(update(Delivery).values(notice_at=clock.now() - HOUR))
    assert send(family) == []
