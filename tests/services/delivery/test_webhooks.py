"""Webhooks: what a school ticked, once, without names; a secret nobody reads in the database."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select, update

from ejournal.errors import DomainError, NotFound
from ejournal.models import AuditEntry, Channel, Fate, NoticeKind, SchoolSettings, Webhook
from ejournal.sealing import unseal
from ejournal.services.delivery import devices, webhooks
from ejournal.services.delivery.calls import PURPOSE, ReadyCall
from ejournal.services.delivery.webhooks import Hook
from ejournal.settings import settings
from tests.cast import Cast
from tests.services.delivery.helpers import deliveries, hand_over, plan, tell

At = Callable[[timedelta], datetime]
HOOK = Hook("https://bot.example.test/hook", frozenset({NoticeKind.SUBSTITUTION}), with_text=False)


def named(cast: Cast, hook: Hook = HOOK) -> str:
    return webhooks.set_of_school(cast.session, cast.actor("admin"), hook)


def called(cast: Cast) -> list[ReadyCall]:
    """Plan and hand over all calls that are due at this moment."""
    return hand_over(cast, Channel.WEBHOOK)


def test_another_system_is_told_once_of_what_the_school_ticked_by_numbers_alone(cast: Cast, at: At) -> None:
    secret = named(cast)
    cast.people["guardian"].external_id = "family-7"
    cast.session.add(cast.people["guardian"])
    cast.session.flush()
    tell(cast, "pupil")
    tell(cast, "pupil", kind=NoticeKind.PRAISE)
    tell(cast, "pupil_b")
    calls = called(cast)
    told = [json.loads(one.body) for one in calls]
    people = {one["recipient"]["id"]: one["recipient"]["external_id"] for one in told}
    assert people[cast.id_of("guardian")] == "family-7"
    assert cast.id_of("pupil") in people
    assert {one["kind"] for one in told} == {"substitution"}
    assert {one["school"] for one in told} == {cast.schools["a"].code}
    assert {frozenset(one) for one in told} == {frozenset({"id", "kind", "time", "school", "recipient"})}
    assert {one.secret for one in calls} == {secret}
    assert len({one["id"] for one in told}) == len(told)
    assert called(cast) == []


def test_words_go_where_the_school_says_so(cast: Cast, at: At) -> None:
    named(cast, replace(HOOK, with_text=True))
    tell(cast, "pupil")
    texts = [json.loads(one.body)["text"] for one in called(cast)]
    assert texts
    assert {one["child"] for one in texts} == {"Анна"}
    assert all("Физика" in one["title"] + one["note"] for one in texts)


def test_what_is_told_no_longer_is_dropped(cast: Cast, at: At) -> None:
    named(cast)
    tell(cast, "pupil")
    plan(cast)
    named(cast, replace(HOOK, kinds=frozenset({NoticeKind.MARK})))
    assert called(cast) == []
    assert {one.fate for one in deliveries(cast) if one.channel is Channel.WEBHOOK} == {Fate.DROPPED}
    webhooks.remove(cast.session, cast.actor("admin"))
    tell(cast, "pupil")
    assert called(cast) == []


def test_remarks_that_a_school_hides_are_told_nobody(cast: Cast, at: At) -> None:
    named(cast, replace(HOOK, kinds=frozenset({NoticeKind.REMARK}), with_text=True))
    tell(cast, "pupil", kind=NoticeKind.REMARK)
    at(timedelta(minutes=5))
    plan(cast)
    cast.session.execute(update(SchoolSettings).values(remark_visible=False))
    assert called(cast) == []


def test_the_secret_is_told_once_and_stands_nowhere_as_it_is(cast: Cast, at: At) -> None:
    admin, secret = cast.actor("admin"), named(cast)
    assert len(secret) > 40
    assert named(cast) == named(cast, replace(HOOK, with_text=True)) == ""
    row = cast.session.scalars(select(Webhook)).one()
    assert secret not in row.sealed
    assert unseal(PURPOSE, row.sealed) == secret
    other = webhooks.renew_secret(cast.session, admin)
    assert other != secret
    entries = cast.session.scalars(
        select(AuditEntry).where(col(AuditEntry.action).startswith("settings.webhook"))
    ).all()
    actions = ["settings.webhook", "settings.webhook", "settings.webhook-secret"]
    assert [one.action for one in entries] == actions
    assert not any(word in str(vars(one)) for one in entries for word in (secret, other))


def test_a_trial_says_only_that_it_arrives(cast: Cast, at: At) -> None:
    admin = cast.actor("admin")
    with pytest.raises(NotFound):
        webhooks.send_trial(cast.session, admin)
    named(cast)
    webhooks.send_trial(cast.session, admin)
    (call,) = called(cast)
    assert json.loads(call.body).keys() == {"id", "kind", "time", "school"}
    trial = webhooks.last_trial(cast.session, admin)
    assert trial is not None
    assert trial.fate is Fate.SENT
    for _ in range(devices.MOST_TRIALS - 1):
        webhooks.send_trial(cast.session, admin)
    with pytest.raises(DomainError, match="Enough was tried"):
        webhooks.send_trial(cast.session, admin)


def test_where_there_are_no_webhooks_none_is_set(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "webhooks", False)
    with pytest.raises(DomainError, match="tells no other system"):
        named(cast)
