"""What accounts do by mail: a password set anew, an e-mail confirmed, a sign-in from a new device told of."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, event
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.errors import DomainError
from ejournal.models import Account, ForgottenPassword, Mail, MailKind, OneTimeLink, SignInSession, SignInTry
from ejournal.services.accounts import email_change, forgotten, opening, own, own_email, sign_in
from ejournal.services.accounts.sign_in import SignInRefused
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast
from tests.infra.sweeps import is_sweep

HOME = "93.184.216.34"
STRONG = "Снегирь на ветке 9"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that has a mail server and an address."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    monkeypatch.setattr(settings(), "public_url", "https://journal.example.test")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock on."""
    real, shift = clock.now, timedelta()

    def move(by: timedelta) -> None:
        nonlocal shift
        shift += by

    monkeypatch.setattr(clock, "now", lambda: real() + shift)
    return move


def letters(session: Session, kind: MailKind) -> list[Mail]:
    return list(session.exec(select(Mail).where(col(Mail.kind) == kind).order_by(col(Mail.id))))


def secret(letter: Mail, path: str) -> str:
    """What stands behind the address of the page in a letter."""
    found = re.search(rf"https://journal\.example\.test{path}#(\S+)", letter.body)
    assert found is not None, letter.body
    return found[1]


def confirmed(cast: Cast, who: str = "teacher") -> Account:
    """An account whose e-mail is confirmed."""
    account = cast.accounts[who]
    account.email_confirmed_at = clock.now()
    cast.session.add(account)
    cast.session.flush()
    return account


def account_of(cast: Cast, who: str = "teacher") -> Account:
    found = select(Account).where(col(Account.id) == cast.accounts[who].id)
    return cast.session.exec(found.execution_options(populate_existing=True)).one()


def forget(cast: Cast, typed: str = "teacher", address: str = HOME) -> list[Mail]:
    forgotten.ask(cast.session, typed, address)
    forgotten.answer_asked(cast.session)
    return letters(cast.session, MailKind.PASSWORD)


# ------------------------------------------------------------ forgotten password


@pytest.mark.parametrize("typed", ["teacher", " TEACHER ", "Teacher@Example.test"])
def test_the_letter_sets_a_new_password_once_and_ends_all_sign_ins(cast: Cast, typed: str) -> None:
    account = confirmed(cast)
    (letter,) = forget(cast, typed)
    assert letter.to_address == account.email
    token = secret(letter, "/password")
    assert opening.whose_password(cast.session, token) == "teacher"
    opening.set_password_by_link(cast.session, token, STRONG)
    assert actor_of(cast.session, cast.token("teacher")) is None
    assert sign_in.sign_in(cast.session, "teacher", STRONG, HOME)
    with pytest.raises(LinkRefused, match="used already"):
        opening.set_password_by_link(cast.session, token, STRONG + "!")


def test_the_letter_is_of_use_for_half_an_hour(cast: Cast, later: Callable[[timedelta], None]) -> None:
    confirmed(cast)
    (letter,) = forget(cast)
    assert letter.until - letter.created_at == timedelta(minutes=30)
    later(timedelta(minutes=30))
    with pytest.raises(LinkRefused, match="expired"):
        opening.whose_password(cast.session, secret(letter, "/password"))


def test_only_a_confirmed_e_mail_of_an_open_account_is_written_to(cast: Cast) -> None:
    assert forget(cast) == []  # the e-mail stands in the account, and nobody has confirmed it
    confirmed(cast).blocked = True
    cast.session.flush()
    assert forget(cast) == []
    assert forget(cast, "nobody@example.test") == []
    assert cast.session.exec(select(ForgottenPassword)).all() == []


def test_whoever_asks_is_answered_by_the_same_work(cast: Cast) -> None:
    """200 tries each way: not one statement more or less is done for an account than for nobody."""
    confirmed(cast)
    done: dict[str, set[tuple[str, ...]]] = {"known": set(), "unknown": set()}
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *more: object) -> None:
        asked.append(statement)

    connection = cast.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    for number in range(200):
        # Each from an address of its own: nobody is told to wait.
        for who, typed in (("known", "teacher"), ("unknown", "nobody-at-all")):
            if number % 20 == 0:
                _nobody_has_tried(cast.session)
            asked.clear()
            forgotten.ask(cast.session, typed, f"2001:db8:{number:x}::1")
            done[who].add(tuple(one for one in asked if not is_sweep(one)))
    event.remove(connection, "before_cursor_execute", note)
    assert done["known"] == done["unknown"]
    assert not [one for one in done["known"] for statement in one if "account" in statement]


def _nobody_has_tried(session: Session) -> None:
    session.execute(delete(SignInTry))


def test_who_asks_too_often_waits_whether_or_not_the_name_is_known(cast: Cast) -> None:
    confirmed(cast)
    for typed in ("teacher", "nobody"):
        for _ in range(5):
            forgotten.ask(cast.session, typed, HOME)
        with pytest.raises(forgotten.AskedTooOften, match="Too many tries"):
            forgotten.ask(cast.session, typed, HOME)


def test_nothing_typed_is_said_by_the_field(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        forgotten.ask(cast.session, "  ", HOME)
    assert refused.value.field == "login"


def test_no_secret_of_a_letter_is_kept_but_as_a_hash(cast: Cast) -> None:
    confirmed(cast)
    (letter,) = forget(cast)
    token = secret(letter, "/password")
    assert token not in " ".join(str(row) for row in cast.session.exec(select(OneTimeLink)))


# ------------------------------------------------------------ e-mail of one's own


def name(cast: Cast, email: str, who: str = "teacher", password: str = PASSWORD) -> None:
    own_email.name_email(cast.session, cast.actor(who), password, email)


def test_an_e_mail_is_the_accounts_once_it_is_confirmed_there_and_the_former_is_told(cast: Cast) -> None:
    name(cast, " New@Example.test ")
    (letter,) = letters(cast.session, MailKind.EMAIL_CONFIRM)
    assert letter.to_address == "new@example.test"
    assert own_email.named_email(cast.session, cast.actor("teacher")) == "new@example.test"
    assert account_of(cast).email == "teacher@example.test"
    token = secret(letter, "/email")
    assert email_change.email_of_link(cast.session, token) == "new@example.test"
    email_change.confirm_email(cast.session, token)
    account = account_of(cast)
    assert (account.email, account.email_confirmed_at is not None) == ("new@example.test", True)
    (told,) = letters(cast.session, MailKind.EMAIL_CHANGED)
    assert told.to_address == "teacher@example.test"
    assert "n…@example.test" in told.body
    assert own_email.named_email(cast.session, cast.actor("teacher")) == ""
    with pytest.raises(LinkRefused, match="used already"):
        email_change.confirm_email(cast.session, token)


def test_the_e_mail_in_use_is_confirmed_without_a_letter_to_itself(cast: Cast) -> None:
    name(cast, "teacher@example.test")
    email_change.confirm_email(
        cast.session, secret(letters(cast.session, MailKind.EMAIL_CONFIRM)[0], "/email")
    )
    assert own.own_account(cast.session, cast.actor("teacher")).email_confirmed
    assert letters(cast.session, MailKind.EMAIL_CHANGED) == []
    with pytest.raises(DomainError, match="already"):
        name(cast, "teacher@example.test")


def test_a_wrong_password_names_nothing(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        name(cast, "new@example.test", password="wrong")
    assert refused.value.field == "email_password"
    assert letters(cast.session, MailKind.EMAIL_CONFIRM) == []


def test_whoever_names_the_e_mail_of_another_is_not_told_so_but_the_other_is(cast: Cast) -> None:
    name(cast, "deputy@example.test")
    (letter,) = letters(cast.session, MailKind.EMAIL_TAKEN)
    assert letter.to_address == "deputy@example.test"
    assert "#" not in letter.body
    assert own_email.named_email(cast.session, cast.actor("teacher")) == "deputy@example.test"


def test_a_letter_confirms_no_other_e_mail_than_the_one_it_went_to(cast: Cast) -> None:
    name(cast, "mine@example.test")
    token = secret(letters(cast.session, MailKind.EMAIL_CONFIRM)[0], "/email")
    name(cast, "deputy@example.test")  # another's: its letter has no address
    with pytest.raises(LinkRefused):
        email_change.confirm_email(cast.session, token)
    assert account_of(cast).email == "teacher@example.test"


def test_of_two_who_name_an_e_mail_the_first_to_confirm_has_it(cast: Cast) -> None:
    name(cast, "shared@example.test")
    name(cast, "shared@example.test", "deputy")
    first, second = (secret(letter, "/email") for letter in letters(cast.session, MailKind.EMAIL_CONFIRM))
    email_change.confirm_email(cast.session, first)
    with pytest.raises(LinkRefused):
        email_change.confirm_email(cast.session, second)
    assert account_of(cast, "deputy").email == "deputy@example.test"


def test_a_new_e_mail_ends_the_passwords_address_that_went_to_the_former(cast: Cast) -> None:
    confirmed(cast)
    token = secret(forget(cast)[0], "/password")
    name(cast, "new@example.test")
    (to_new,), (to_former,) = (
        letters(cast.session, kind) for kind in (MailKind.EMAIL_CONFIRM, MailKind.EMAIL_AGREE)
    )
    email_change.confirm_email(cast.session, secret(to_new, "/email"))
    email_change.agree_to_email(cast.session, secret(to_former, "/email/former"))
    with pytest.raises(LinkRefused):
        opening.whose_password(cast.session, token)


def test_a_named_e_mail_may_be_dropped(cast: Cast) -> None:
    name(cast, "new@example.test")
    own_email.forget_named_email(cast.session, cast.actor("teacher"))
    assert own_email.named_email(cast.session, cast.actor("teacher")) == ""
    with pytest.raises(LinkRefused):
        email_change.confirm_email(
            cast.session, secret(letters(cast.session, MailKind.EMAIL_CONFIRM)[0], "/email")
        )


def test_nobody_sends_more_letters_than_an_hour_holds(cast: Cast) -> None:
    for number in range(10):
        name(cast, f"n{number}@example.test")
    with pytest.raises(DomainError, match="Too many letters"):
        name(cast, "one-more@example.test")


def test_without_a_mail_server_it_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "")
    with pytest.raises(DomainError, match="sends no mail"):
        name(cast, "new@example.test")


def named_with_former(cast: Cast) -> tuple[str, str]:
    """The teacher, whose e-mail is confirmed, names another: the secrets of both letters."""
    confirmed(cast)
    name(cast, "new@example.test")
    (to_new,), (to_former,) = (
        letters(cast.session, kind) for kind in (MailKind.EMAIL_CONFIRM, MailKind.EMAIL_AGREE)
    )
    assert (to_new.to_address, to_former.to_address) == ("new@example.test", "teacher@example.test")
    assert "n…@example.test" in to_former.body
    return secret(to_new, "/email"), secret(to_former, "/email/former")


@pytest.mark.parametrize("first", ["new", "former"])
def test_a_confirmed_e_mail_changes_when_both_have_said_so(cast: Cast, first: str) -> None:
    new, former = named_with_former(cast)
    acts = [
        lambda: email_change.confirm_email(cast.session, new).waits,
        lambda: email_change.agree_to_email(cast.session, former).waits,
    ]
    one, other = acts if first == "new" else reversed(acts)
    assert own_email.waits_for_former(cast.session, cast.actor("teacher"))
    assert one()
    assert account_of(cast).email == "teacher@example.test"
    assert not other()
    assert account_of(cast).email == "new@example.test"
    for act in acts:
        with pytest.raises(LinkRefused, match="used already"):
            act()


def test_it_was_not_me_stops_the_change_and_signs_everybody_out(cast: Cast) -> None:
    new, former = named_with_former(cast)
    email_change.confirm_email(cast.session, new)
    email_change.stop_change(cast.session, former)
    assert account_of(cast).email == "teacher@example.test"
    assert actor_of(cast.session, cast.token("teacher")) is None
    for token, opens in ((new, email_change.confirm_email), (former, email_change.agree_to_email)):
        with pytest.raises(LinkRefused):
            opens(cast.session, token)


def test_a_letter_of_one_kind_opens_nothing_of_the_other(cast: Cast) -> None:
    new, former = named_with_former(cast)
    with pytest.raises(LinkRefused):
        email_change.confirm_email(cast.session, former)
    with pytest.raises(LinkRefused):
        email_change.agree_to_email(cast.session, new)
    assert email_change.change_of_link(cast.session, former) == "n…@example.test"


def test_the_former_is_asked_also_when_the_new_one_is_anothers(cast: Cast) -> None:
    confirmed(cast)
    name(cast, "deputy@example.test")
    (asked,) = letters(cast.session, MailKind.EMAIL_AGREE)
    assert email_change.agree_to_email(cast.session, secret(asked, "/email/former")).waits
    assert account_of(cast).email == "teacher@example.test"


def test_letters_of_a_change_are_of_use_for_a_day(cast: Cast, later: Callable[[timedelta], None]) -> None:
    new, former = named_with_former(cast)
    email_change.confirm_email(cast.session, new)
    later(timedelta(hours=24))
    with pytest.raises(LinkRefused, match="expired"):
        email_change.agree_to_email(cast.session, former)


def test_the_e_mail_of_an_earlier_account_is_confirmed_by_one_press(cast: Cast) -> None:
    actor = cast.actor("teacher")
    assert own_email.unconfirmed_email(cast.session, actor) == "teacher@example.test"
    assert own_email.confirm_present(cast.session, actor) == "teacher@example.test"
    email_change.confirm_email(
        cast.session, secret(letters(cast.session, MailKind.EMAIL_CONFIRM)[0], "/email")
    )
    assert own_email.unconfirmed_email(cast.session, actor) == ""
    with pytest.raises(DomainError, match="no e-mail to be confirmed"):
        own_email.confirm_present(cast.session, actor)


# ------------------------------------------------------------ new devices


def enter(cast: Cast, devices: str = "") -> sign_in.SignedIn:
    return sign_in.sign_in(cast.session, "teacher", PASSWORD, HOME, FIREFOX, devices)


def test_a_sign_in_from_a_new_device_is_written_of_and_shown_and_a_known_one_is_not(cast: Cast) -> None:
    confirmed(cast)
    opened = enter(cast)
    (letter,) = letters(cast.session, MailKind.NEW_DEVICE)
    assert "Firefox, Linux" in letter.body
    assert "#" not in letter.body
    again = enter(cast, opened.devices)
    assert len(letters(cast.session, MailKind.NEW_DEVICE)) == 1
    new = {one.id: one.is_new for one in own.own_sessions(cast.session, cast.actor("teacher"))}
    assert (new[opened.session_id], new[again.session_id]) == (True, False)


def test_the_first_sign_in_of_an_account_is_from_no_new_device(cast: Cast) -> None:
    confirmed(cast)
    for row in cast.session.exec(
        select(SignInSession).where(col(SignInSession.account_id) == cast.accounts["teacher"].id)
    ):
        cast.session.delete(row)
    cast.session.flush()
    enter(cast)
    assert letters(cast.session, MailKind.NEW_DEVICE) == []


def test_a_refused_sign_in_writes_nothing_and_an_unconfirmed_e_mail_gets_nothing(cast: Cast) -> None:
    with pytest.raises(SignInRefused):
        sign_in.sign_in(cast.session, "teacher", "wrong", HOME, FIREFOX)
    enter(cast)
    assert letters(cast.session, MailKind.NEW_DEVICE) == []
