"""Passkeys: both factors at once when they ask their owner, else the second one; each answer once."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select
from webauthn.registration.verify_registration_response import VerifiedRegistration

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import Account, Passkey, PasskeyChallenge
from ejournal.services.accounts.half_sign_in import HalfSignedIn
from ejournal.services.accounts.sign_in import SignedIn, sign_in
from ejournal.services.second_factor import answering, challenges, own, passkeys
from ejournal.services.second_factor.answering import Ways
from ejournal.services.second_factor.challenges import PasskeyRefused
from ejournal.services.second_factor.passkeys import Site, site_of
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast
from tests.infra.authenticator import Authenticator
from tests.services.second_factor.conftest import Later
from tests.services.second_factor.helpers import HOME, SITE, half, signed_in, with_codes, with_passkey

BROWSER = "the token of a browser"


def alone(session: Session, device: Authenticator, site: Site = SITE) -> SignedIn:
    """A sign-in by the passkey alone."""
    options = passkeys.sign_in_options(session, BROWSER, site)
    return answering.sign_in_by_passkey(session, BROWSER, device.sign(options), site, HOME)


def test_a_passkey_that_asks_its_owner_signs_in_alone(cast: Cast) -> None:
    device = with_passkey(cast)
    assert signed_in(cast.session, alone(cast.session, device)).account_id == cast.accounts["teacher"].id
    [shown] = own.own_factors(cast.session, cast.actor("teacher")).passkeys
    assert (shown.name, shown.last_used_at is not None) == ("Телефон", True)


def test_one_that_does_not_is_the_second_factor_only(cast: Cast) -> None:
    device = with_passkey(cast)
    device.verifies = False
    with pytest.raises(PasskeyRefused, match="has not asked"):
        alone(cast.session, device)
    token = half(cast.session)
    assert answering.ways_of(cast.session, token) == Ways(False, True, True)
    options = answering.ask_passkey(cast.session, token, SITE)
    assert answering.answer_passkey(cast.session, token, device.sign(options), SITE, HOME)


def test_an_answer_is_taken_once_and_in_time(cast: Cast, later: Later) -> None:
    device = with_passkey(cast)
    answer = device.sign(passkeys.sign_in_options(cast.session, BROWSER, SITE))
    with pytest.raises(PasskeyRefused, match="expired"):  # another browser's
        answering.sign_in_by_passkey(cast.session, "foreign", answer, SITE, HOME)
    assert answering.sign_in_by_passkey(cast.session, BROWSER, answer, SITE, HOME)
    with pytest.raises(PasskeyRefused, match="expired"):
        answering.sign_in_by_passkey(cast.session, BROWSER, answer, SITE, HOME)
    late = device.sign(passkeys.sign_in_options(cast.session, BROWSER, SITE))
    later(challenges.LASTS)
    with pytest.raises(PasskeyRefused, match="expired"):
        answering.sign_in_by_passkey(cast.session, BROWSER, late, SITE, HOME)


def _elsewhere(device: Authenticator) -> None:
    device.origin = "https://evil.example"


def _other_site(device: Authenticator) -> None:
    device.site = "evil.example"


def _copied(device: Authenticator) -> None:
    device.count = 0


def _other_key(device: Authenticator) -> None:
    device.key = Authenticator().key


@pytest.mark.parametrize("spoil", [_elsewhere, _other_site, _copied, _other_key])
def test_what_another_page_device_or_copy_has_signed_opens_nothing(
    cast: Cast, spoil: Callable[[Authenticator], None]
) -> None:
    device = with_passkey(cast)
    assert alone(cast.session, device)
    spoil(device)
    with pytest.raises(PasskeyRefused, match="not known"):
        alone(cast.session, device)
    assert cast.session.exec(select(PasskeyChallenge)).all() == []  # used up all the same


def test_anothers_passkey_is_no_second_factor_of_mine(cast: Cast) -> None:
    with_passkey(cast)
    other = with_passkey(cast, "director")
    token = half(cast.session)
    options = answering.ask_passkey(cast.session, token, SITE)
    with pytest.raises(PasskeyRefused, match="not of this account"):
        answering.answer_passkey(cast.session, token, other.sign(options), SITE, HOME)


def test_a_closed_account_is_not_opened_by_its_passkey(cast: Cast) -> None:
    device = with_passkey(cast)
    account = cast.session.get_one(Account, cast.accounts["teacher"].id)
    account.blocked = True
    cast.session.add(account)
    cast.session.flush()
    with pytest.raises(PasskeyRefused, match="not known"):
        alone(cast.session, device)


def test_passkeys_are_named_renamed_and_removed_by_their_owner_alone(cast: Cast) -> None:
    with_passkey(cast)
    mine, other = cast.actor("teacher"), cast.actor("director")
    [one] = own.own_factors(cast.session, mine).passkeys
    own.rename_passkey(cast.session, mine, one.id, "Рабочий компьютер")
    for deed in (own.rename_passkey, own.remove_passkey):
        with pytest.raises(NotFound):
            deed(cast.session, other, one.id, PASSWORD)
    with pytest.raises(DomainError, match="Fill this in"):
        own.rename_passkey(cast.session, mine, one.id, "  ")
    with pytest.raises(DomainError, match="not your present password"):
        own.remove_passkey(cast.session, mine, one.id, "wrong")
    own.remove_passkey(cast.session, mine, one.id, PASSWORD)
    assert isinstance(sign_in(cast.session, "teacher", PASSWORD, HOME.address), SignedIn)


def test_the_password_alone_opens_it_only_when_the_last_factor_is_gone(cast: Cast) -> None:
    with_codes(cast)
    with_passkey(cast)
    actor = cast.actor("teacher")
    own.switch_codes_off(cast.session, actor, PASSWORD)
    assert isinstance(sign_in(cast.session, "teacher", PASSWORD, HOME.address), HalfSignedIn)


def test_ten_passkeys_are_the_most_and_none_twice(cast: Cast) -> None:
    actor: Actor = cast.actor("teacher")
    device = with_passkey(cast)
    again = own.begin_passkey(cast.session, actor, PASSWORD, SITE)
    excluded = json.loads(again)["excludeCredentials"]
    assert len(excluded) == 1
    with pytest.raises(DomainError, match="added already"):
        own.add_passkey(cast.session, actor, device.make(again), "Ещё раз", SITE)
    for _ in range(own.MOST_PASSKEYS - 1):
        with_passkey(cast)
    with pytest.raises(DomainError, match="are the most"):
        own.begin_passkey(cast.session, actor, PASSWORD, SITE)
    assert len(cast.session.exec(select(Passkey)).all()) == own.MOST_PASSKEYS


def test_the_public_address_says_whose_passkeys_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert site_of("https://journal.school.ru:8443") == Site(
        "journal.school.ru", "https://journal.school.ru:8443"
    )
    for number in ("http://192.0.2.7:8000", "http://[2001:db8::1]", ""):
        with pytest.raises(PasskeyRefused, match="by a name"):
            site_of(number)
    monkeypatch.setattr(settings(), "public_url", "https://journal.example.test/school")
    assert site_of("http://localhost:8000") == Site("journal.example.test", "https://journal.example.test")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(answer=st.text(max_size=60) | JSON.map(json.dumps))
def test_whatever_a_stranger_sends_is_refused_in_words(answer: str) -> None:
    for judge in (
        lambda: passkeys._credential_id(answer),
        lambda: passkeys._judged(answer, lambda read: _verify(read)),
    ):
        try:
            judge()
        except PasskeyRefused:
            continue


def _verify(read: str) -> VerifiedRegistration:
    return passkeys.webauthn.verify_registration_response(
        credential=read,
        expected_challenge=b"x" * 16,
        expected_rp_id=SITE.name,
        expected_origin=SITE.origin,
    )
