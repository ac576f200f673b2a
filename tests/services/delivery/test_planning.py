"""What is told becomes deliveries: as chosen, once, in a fixed number of statements."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import col, select

from ejournal import clock
from ejournal.models import (
    AccountPlace,
    Fate,
    Going,
    Guardianship,
    NoticeKind,
    OutboxNotice,
    Person,
    Role,
    RoleGrant,
)
from ejournal.models.base import table
from ejournal.services.delivery import choices, of_school, planning, sending
from ejournal.services.delivery.rules import Rule
from ejournal.services.notices import outbox
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.services.delivery.helpers import deliveries, hand, news, plan, send, tell, to
from tests.services.journal_helpers import QueryCount, op, put_one

At = Callable[[timedelta], datetime]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def set_rules(cast: Cast, marks_out_from: int | None = None, **kinds: Rule) -> None:
    """The school sets so."""
    before = of_school.of_school(cast.session, cast.actor("admin"))
    asked = before.kinds | {NoticeKind(name): rule for name, rule in kinds.items()}
    wanted = replace(before, kinds=asked, marks_out_from=marks_out_from)
    of_school.set_of_school(cast.session, cast.actor("admin"), wanted)


def choose(cast: Cast, name: str, kind: NoticeKind, going: Going | None) -> None:
    choices.choose(cast.session, cast.actor(name), kind, going)


def test_an_absence_goes_at_once_to_the_pupil_and_the_guardian_and_to_nobody_else(
    family: Cast, at: At
) -> None:
    put_one(family, op(family, "н"))
    assert send(family) == []  # it rests: the teacher may mend it
    at(5 * MINUTE)
    letters = send(family)
    assert sorted(one.to_address for one in letters) == ["guardian@example.test", "pupil@example.test"]
    (letter,) = to(letters, "guardian")
    assert letter.letter.subject.startswith("Анна: Математика")
    assert "https://journal.example.test/diary?child=" in letter.letter.body
    at(6 * MINUTE)
    assert send(family) == []


def test_an_absence_in_the_place_of_a_mark_goes_at_once_and_says_that_the_mark_is_gone(
    family: Cast, at: At
) -> None:
    put_one(family, op(family, "3"))
    at(5 * MINUTE)
    assert send(family) == []  # a mark waits for the letter of the day
    put_one(family, op(family, "н", base="3"))
    at(10 * MINUTE)
    (letter,) = to(send(family), "guardian")
    assert letter.letter.subject == "Анна: Математика: пропуск урока"
    assert "отметка 3 убрана" in letter.letter.body
    put_one(family, op(family, "4", base="н"))
    at(15 * MINUTE)
    assert send(family) == []
    at(6 * HOUR)
    (letter,) = to(send(family), "guardian")
    assert "4 вместо н" in letter.letter.body


def test_a_mark_mended_within_five_minutes_makes_one_notice_and_one_that_is_taken_away_none(
    family: Cast, at: At
) -> None:
    choose(family, "guardian", NoticeKind.MARK, Going.NOW)
    put_one(family, op(family, "2"))
    at(4 * MINUTE)
    put_one(family, op(family, "5", base="2"))
    at(8 * MINUTE)
    assert send(family) == []
    at(10 * MINUTE)
    (letter,) = send(family)
    assert "5" in letter.letter.subject
    put_one(family, op(family, "3", day=DAY - timedelta(days=4)))
    at(12 * MINUTE)
    put_one(family, op(family, "", base="3", day=DAY - timedelta(days=4)))
    at(60 * MINUTE)
    assert send(family) == []


def test_what_is_corrected_after_it_went_goes_once_more(family: Cast, at: At) -> None:
    choose(family, "guardian", NoticeKind.MARK, Going.NOW)
    put_one(family, op(family, "2"))
    at(6 * MINUTE)
    assert len(send(family)) == 1
    put_one(family, op(family, "5", base="2"))
    at(12 * MINUTE)
    (letter,) = send(family)
    assert "5" in letter.letter.subject
    assert [one.fate for one in deliveries(family)].count(Fate.SENT) == 2


def test_what_is_corrected_while_it_waits_goes_as_it_is_then(family: Cast, at: At) -> None:
    choose(family, "guardian", NoticeKind.SUBSTITUTION, Going.NOW)
    at(10 * HOUR)  # ten in the evening: quiet
    tell(family, "pupil", key="same")
    assert send(family) == []
    at(10 * HOUR + MINUTE)
    tell(family, "pupil", key="same")
    assert send(family) == []
    at(19 * HOUR)
    assert len(to(send(family), "guardian")) == 1
    assert sorted(one.fate for one in deliveries(family) if one.notice_id) == [Fate.DROPPED, Fate.SENT]


def test_the_letter_of_the_day_holds_both_children_and_comes_once(family: Cast, at: At) -> None:
    tell(family, "pupil")
    plan(family)
    at(HOUR)
    tell(family, "brother")
    at(6 * HOUR - MINUTE)
    assert send(family) == []
    at(6 * HOUR)
    (letter,) = to(send(family), "guardian")
    assert all(name in letter.letter.body for name in ("Анна", "Лев"))
    tell(family, "pupil")
    at(7 * HOUR)
    assert send(family) == []
    at(30 * HOUR)
    (letter,) = to(send(family), "guardian")
    assert "Лев" not in letter.letter.body


def test_the_letter_of_the_day_of_two_schools_is_one(family: Cast, at: At) -> None:
    session, school = family.session, family.schools["b"].id or 0
    there = Person(school_id=school, last_name="Лебедева", first_name="Мария")
    session.add(there)
    session.flush()
    for row in (
        AccountPlace(
            school_id=school,
            account_id=family.accounts["guardian"].id or 0,
            person_id=there.id or 0,
            joined_at=clock.now(),
        ),
        RoleGrant(school_id=school, person_id=there.id or 0, role=Role.GUARDIAN),
        Guardianship(school_id=school, guardian_id=there.id or 0, pupil_id=family.id_of("pupil_b")),
    ):
        session.add(row)
    session.flush()
    tell(family, "pupil")
    outbox.tell_families(session, school, [news(family.id_of("pupil_b"))], DAY, clock.now())
    at(6 * HOUR)
    (letter,) = to(send(family), "guardian")
    assert all(name in letter.letter.body for name in ("Анна", "Марк", "Школа"))


def test_who_moves_the_hour_gets_one_letter_a_day_all_the_same(family: Cast, at: At) -> None:
    tell(family, "pupil")
    at(6 * HOUR)
    assert len(to(send(family), "guardian")) == 1
    choices.set_hours(family.session, family.actor("guardian"), 20, None)
    tell(family, "pupil")
    at(9 * HOUR - MINUTE)
    assert to(send(family), "guardian") == []
    at(31 * HOUR + 60 * MINUTE)
    assert len(to(send(family), "guardian")) == 1


def test_what_is_told_while_the_letter_is_in_hand_comes_in_the_next(family: Cast, at: At) -> None:
    tell(family, "pupil")
    plan(family)
    at(6 * HOUR)
    ids = sending.claim(family.session, "slow", sending.PORTION)
    tell(family, "brother")
    plan(family)
    ready = hand(family, ids, "slow")
    assert all("Лев" not in one.letter.body for one in ready)
    for one in ready:
        sending.note_sent(family.session, one.id, "slow")
    at(30 * HOUR)
    (letter,) = to(send(family), "guardian")
    assert "Лев" in letter.letter.body


@pytest.mark.parametrize("kind", [NoticeKind.SUBSTITUTION, NoticeKind.ATTENDANCE])
def test_what_is_switched_off_goes_only_where_the_school_lets_nobody_switch_it_off(
    family: Cast, at: At, kind: NoticeKind
) -> None:
    choices.stop_mail(family.session, family.actor("guardian"), clock.now(), stopped=True)
    if kind is NoticeKind.ATTENDANCE:
        put_one(family, op(family, "н"))
    else:
        tell(family, "pupil", kind=kind)
    at(6 * HOUR)
    assert len(to(send(family), "guardian")) == (kind is NoticeKind.ATTENDANCE)


def test_praise_and_remarks_go_alike_until_a_school_sends_good_news_at_once(family: Cast) -> None:
    found = of_school.of_school(family.session, family.actor("admin"))
    assert found.kinds[NoticeKind.PRAISE] == found.kinds[NoticeKind.REMARK]
    set_rules(family, praise=Rule(Going.NOW))
    found = of_school.of_school(family.session, family.actor("admin"))
    assert (found.kinds[NoticeKind.PRAISE].going, found.kinds[NoticeKind.REMARK].going) == (
        Going.NOW,
        Going.DIGEST,
    )


def test_marks_stay_in_the_program_until_the_hour_that_the_school_has_set(family: Cast, at: At) -> None:
    set_rules(family, marks_out_from=15, mark=Rule(Going.NOW))
    put_one(family, op(family, "4"))
    at(2 * HOUR)
    assert send(family) == []
    at(3 * HOUR)
    assert len(send(family)) == 2


def test_without_a_confirmed_e_mail_nothing_is_planned(family: Cast, at: At) -> None:
    tell(family, "brother", "classmate")  # Лев and Илья and his father have none
    plan(family)
    assert {one.account_id for one in deliveries(family)} == {family.accounts["guardian"].id}


def test_what_nobody_looked_at_for_days_goes_no_more(family: Cast, at: At) -> None:
    tell(family, "pupil")
    at(planning.STALE + HOUR)
    assert send(family) == []
    assert deliveries(family) == []


def test_without_a_way_out_nothing_waits(family: Cast, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "")
    monkeypatch.setattr(settings(), "push", False)
    monkeypatch.setattr(settings(), "webhooks", False)
    tell(family, "pupil")
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    assert not planning.any_due(family.session)


def test_planning_takes_as_many_statements_for_many_notices_as_for_few(family: Cast, at: At) -> None:
    counts = []
    for many in (3, 200):
        now = at(MINUTE * many)
        rows: list[dict[str, object]] = [
            {
                "school_id": family.schools["a"].id, "recipient_id": family.id_of(name),
                "kind": NoticeKind.SUBSTITUTION if number % 2 else NoticeKind.ATTENDANCE,
                "key": f"many:{many}:{number}", "pupil_id": family.id_of("pupil"), "payload": {},
                "created_at": now, "out_at": now,
            }
            for number in range(many)
            for name in ("pupil", "guardian")
        ]  # fmt: skip
        family.session.execute(insert(table(OutboxNotice)), rows)
        with QueryCount(family.session) as queries:
            plan(family)
        counts.append(len(queries))
    assert counts[1] <= counts[0], counts
    waiting = select(OutboxNotice).where(col(OutboxNotice.out_at).is_not(None))
    assert family.session.exec(waiting).first() is None
