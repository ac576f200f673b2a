"""Providers' subjects linked to accounts, on both databases: whose, told to whom, and given up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import AuditEntry, Mail, MailKind, ProviderLink, ProviderTry
from ejournal.openid_provider import OidcProvider
from ejournal.services.accounts import administration
from ejournal.services.accounts.providers import links, tries
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast

REGION, OTHER = (
    OidcProvider(key=key, title=key.title(), issuer=f"https://{key}.test", client_id="journal")
    for key in ("region", "other")
)
HOME = "93.184.216.34"


@pytest.fixture(autouse=True)
def with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with two providers, and with mail."""
    monkeypatch.setattr(settings(), "oidc_providers", (REGION, OTHER))
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")


def test_the_same_subject_of_two_providers_is_two_people(cast: Cast) -> None:
    links.link(cast.session, cast.actor("teacher"), REGION, "7")
    links.link(cast.session, cast.actor("deputy"), OTHER, "7")
    found = [links.account_of(cast.session, one, "7") for one in (REGION, OTHER)]
    assert [one and one.login for one in found] == ["teacher", "deputy"]
    assert links.account_of(cast.session, REGION, "8") is None
    with pytest.raises(links.LinkTaken):
        links.link(cast.session, cast.actor("deputy"), REGION, "7")
    with pytest.raises(links.LinkTaken):
        links.link(cast.session, cast.actor("teacher"), REGION, "8")


def test_linking_and_unlinking_are_written_down_and_told_to_the_confirmed_e_mail(cast: Cast) -> None:
    cast.accounts["teacher"].email_confirmed_at = clock.now()
    cast.session.flush()
    actor = cast.actor("teacher")
    links.link(cast.session, actor, REGION, "7")
    own = links.own_links(cast.session, actor)
    assert [(one.title, one.linked_at is not None) for one in own] == [("Region", True), ("Other", False)]
    links.unlink(cast.session, actor, own[0].id)
    assert links.account_of(cast.session, REGION, "7") is None
    letters = cast.session.exec(select(Mail).where(col(Mail.kind) == MailKind.PROVIDER_LINK)).all()
    assert [("Region" in one.body, one.to_address) for one in letters] == [(True, "teacher@example.test")] * 2
    entries = cast.session.exec(select(AuditEntry).where(col(AuditEntry.subject) == "account")).all()
    assert [one.action for one in entries] == ["provider-link", "provider-unlink"]


def test_nobody_unlinks_anothers(cast: Cast) -> None:
    links.link(cast.session, cast.actor("teacher"), REGION, "7")
    link_id = cast.session.exec(select(ProviderLink)).one().id or 0
    with pytest.raises(NotFound):
        links.unlink(cast.session, cast.actor("deputy"), link_id)


def test_what_is_offered_no_longer_can_still_be_unlinked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    links.link(cast.session, cast.actor("teacher"), REGION, "7")
    monkeypatch.setattr(settings(), "oidc_providers", (OTHER,))
    own = links.own_links(cast.session, cast.actor("teacher"))
    assert [(one.key, one.title, bool(one.id)) for one in own] == [
        ("other", "Other", False),
        ("", "region.test", True),
    ]


def test_an_account_given_back_with_a_new_password_is_linked_no_longer(cast: Cast) -> None:
    links.link(cast.session, cast.actor("teacher"), REGION, "7")
    administration.give_new_password(cast.session, cast.actor("admin"), cast.people["teacher"].id or 0)
    assert links.account_of(cast.session, REGION, "7") is None


def test_a_wrong_password_leads_nobody_off(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        tries.ask_to_link(cast.session, cast.actor("teacher"), "region", "wrong", field="password")
    assert refused.value.field == "password"
    with pytest.raises(NotFound):
        tries.ask_to_link(cast.session, cast.actor("teacher"), "nowhere", PASSWORD, field="password")
    with pytest.raises(NotFound):
        tries.begin_link(cast.session, cast.actor("teacher"), REGION)


def test_who_was_asked_for_the_password_is_led_off_within_minutes_to_that_provider(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, now = cast.actor("teacher"), clock.now()
    tries.ask_to_link(cast.session, actor, "region", PASSWORD, field="password")
    with pytest.raises(NotFound):
        tries.begin_link(cast.session, actor, OTHER)
    monkeypatch.setattr(clock, "now", lambda: now + tries.LED_OFF_WITHIN + timedelta(minutes=1))
    with pytest.raises(NotFound):
        tries.begin_link(cast.session, actor, REGION)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda begun: (OTHER, begun.state, begun.browser),
        lambda begun: (REGION, begun.state, ""),
        lambda begun: (REGION, begun.state, "another"),
        lambda begun: (REGION, "", begun.browser),
        lambda begun: (REGION, "another", begun.browser),
    ],
)
def test_a_way_ends_only_where_it_began(
    cast: Cast, spoil: Callable[[tries.Begun], tuple[OidcProvider, str, str]]
) -> None:
    assert tries.take(cast.session, *spoil(tries.begin(cast.session, REGION, HOME))) is None


def test_a_way_is_used_up_by_its_end_and_beyond_the_most_the_oldest_give_way(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST", 2)
    monkeypatch.setattr(tries, "SURPLUS_LOOKED_AT_EVERY", 1)
    first, *_, last = [tries.begin(cast.session, REGION, HOME, "/journal") for _ in range(4)]
    assert len(cast.session.exec(select(ProviderTry)).all()) == 2
    assert tries.take(cast.session, REGION, first.state, first.browser) is None
    taken = tries.take(cast.session, REGION, last.state, last.browser)
    assert taken is not None
    assert (taken.wanted, taken.verifier) == ("/journal", last.verifier)
    assert tries.take(cast.session, REGION, last.state, last.browser) is None
