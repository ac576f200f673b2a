"""What comes and where to, the school's rules of it, the queue of letters: on their pages."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import (
    Account,
    Channel,
    Delivery,
    Fate,
    Going,
    Mail,
    NoticeChoice,
    NoticeKind,
    Webhook,
)
from ejournal.pages.deliveries.state import KIND, DeliveriesState
from ejournal.pages.notice_choices.state import NoticeChoicesState
from ejournal.pages.school_settings.state.notices import NoticeRulesState
from ejournal.sealing import unseal
from ejournal.services.delivery import devices
from ejournal.services.delivery.calls import PURPOSE
from ejournal.services.delivery.rules import CHOSEN
from ejournal.services.mail import sending as mail_sending
from ejournal.settings import settings
from tests.cast import DAY, Cast
from tests.infra.push import Browser
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab


@pytest.fixture
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is set."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")


def confirm(session: Session, cast: Cast, name: str) -> None:
    account = session.get_one(Account, cast.accounts[name].id)
    account.email, account.email_confirmed_at = f"{name}@example.test", clock.now()
    session.add(account)


def choices(open_tab: OpenTab, name: str) -> tuple[Tab, NoticeChoicesState]:
    tab = open_tab(name, "/notices/choices")
    tab.send(NoticeChoicesState.load)
    return tab, tab.state(NoticeChoicesState)


def test_the_page_says_why_no_letter_goes(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, state = choices(open_tab, "guardian")
    assert state.why_not == "Почта здесь не отправляется: уведомления видны в программе."
    assert not state.is_of_account
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    tab, state = choices(open_tab, "guardian")
    assert state.why_not == "Письма уходят только на подтверждённую почту, а ваша ещё не подтверждена."
    assert state.is_of_account
    with session_scope() as session:
        confirm(session, cast, "guardian")
    tab.send(NoticeChoicesState.load)
    assert (state.why_not, tab.state(NoticeChoicesState).email) == ("", "guardian@example.test")


def test_a_choice_is_kept_and_let_go_again(cast: Cast, open_tab: OpenTab, with_mail: None) -> None:
    tab, state = choices(open_tab, "guardian")
    lines = {one.kind: one for one in state.kinds}
    assert lines["mark"].options[0].label == "как в школе: в письме за день"
    assert [one.value for one in lines["attendance"].options] == ["", "now", "digest"]
    assert lines["attendance"].note == "Школа не разрешает это отключать"
    assert "substitution_given" not in lines
    tab.send(NoticeChoicesState.choose, "mark", "never")
    assert {one.kind: one.value for one in state.kinds}["mark"] == "never"
    tab.send(NoticeChoicesState.choose, "mark", "")
    with session_scope(writing=False) as session:
        assert session.exec(select(NoticeChoice)).all() == []
    tab.send(NoticeChoicesState.save_hours, {"digest_hour": "7", "quiet_from": "22", "quiet_until": "6"})
    assert (state.hours.digest, state.hours.quiet_from, state.hours.quiet_until) == ("7", "22", "6")
    tab.send(NoticeChoicesState.stop_mail, True)
    assert state.stopped
    assert {one.kind: one.note for one in state.kinds}["mark"] == "отключено вместе со всеми письмами"
    tab.send(NoticeChoicesState.stop_mail, False)
    assert not state.stopped


def test_whoever_has_nothing_to_choose_is_told_so(open_tab: OpenTab, with_mail: None) -> None:
    _, state = choices(open_tab, "admin")
    assert {one.kind for one in state.kinds} <= {kind.value for kind in CHOSEN}
    assert "mark" not in {one.kind for one in state.kinds}


def test_the_school_sets_what_goes_and_takes_it_back(open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/settings?section=notices")
    tab.send(NoticeRulesState.load)
    state = tab.state(NoticeRulesState)
    assert {one.kind for one in state.notice_rules} == {kind.value for kind in CHOSEN}
    form: dict[str, Any] = {one.kind: one.going for one in state.notice_rules}
    form |= {"digest_hour": "17", "quiet_from": "22", "quiet_until": "6", "marks_out_from": "15"}
    form |= {"praise": "now", "must-praise": "on"}
    tab.send(NoticeRulesState.save_notices, form)
    praise = next(one for one in state.notice_rules if one.kind == "praise")
    assert (praise.going, praise.compulsory, state.notice_hours.marks_out_from) == ("now", True, "15")
    tab.send(NoticeRulesState.undo_notices)
    praise = next(one for one in state.notice_rules if one.kind == "praise")
    assert (praise.going, praise.compulsory, state.notice_hours.digest_hour) == ("digest", False, "18")


def stuck(session: Session, cast: Cast, fate: Fate, day: int, error: str) -> None:
    now, account = clock.now(), cast.accounts["guardian"]
    session.add(
        Delivery(
            school_id=account.school_id, account_id=account.id or 0, channel=Channel.MAIL,
            day=DAY - timedelta(days=day), created_at=now, not_before=now - timedelta(hours=3), tries=2,
            closed_at=None if fate is Fate.WAITING else now, fate=fate, last_error=error,
        )
    )  # fmt: skip


def test_the_queue_says_what_is_stuck_and_tries_it_again(
    cast: Cast, open_tab: OpenTab, with_mail: None
) -> None:
    with session_scope() as session:
        for number, (fate, error) in enumerate(
            (
                (Fate.WAITING, "451 later"),
                (Fate.FAILED, "554 spam"),
                (Fate.BOUNCED, "550 nobody"),
                (Fate.SENT, ""),
            )
        ):
            stuck(session, cast, fate, number, error)
    tab = open_tab("admin", "/delivery")
    tab.send(DeliveriesState.load)
    state = tab.state(DeliveriesState)
    assert [(one.value, one.words.partition(",")[0]) for one in state.channels[0].figures[:3]] == [
        ("1", "ждут своего часа или отправки"),
        ("1", "самое давнее ждёт: 3 часа"),
        ("1", "доставлено за 7 дней"),
    ]
    assert {one.error for one in state.stuck} == {"451 later", "554 spam", "550 nobody"}
    assert {one.name for one in state.stuck} == {"Лебедева Мария"}
    gone = next(one for one in state.stuck if one.error == "554 spam")
    assert said(tab.send(DeliveriesState.try_again, gone.id))[-1][1] == "Отправляем сейчас"
    assert {one.error for one in state.stuck} == {"451 later", "550 nobody"}
    tab.send(DeliveriesState.try_all_again)
    assert [one.error for one in state.stuck] == ["550 nobody"]  # an address that is not there stays so


def test_a_trial_letter_says_what_became_of_it(cast: Cast, open_tab: OpenTab, with_mail: None) -> None:
    tab = open_tab("admin", "/delivery")
    tab.send(DeliveriesState.load)
    state = tab.state(DeliveriesState)
    told = said(tab.send(DeliveriesState.send_trial, "mail"))
    assert told[-1][1] == "Сначала подтвердите свою почту на странице «Моя учётная запись»"
    with session_scope() as session:
        confirm(session, cast, "admin")
    told = said(tab.send(DeliveriesState.send_trial, "mail"))
    assert told[-1][1] == "Пробное письмо отправляется на admin@example.test"
    assert "в пути" in state.channels[0].trial
    with session_scope() as session:
        (letter,) = session.exec(select(Mail)).all()
        mail_sending.note_refused(session, letter.id or 0, "535 no", for_ever=False)
    tab.send(DeliveriesState.look_again)
    assert state.channels[0].trial.endswith("не принято: 535 no")
    with session_scope() as session:
        mail_sending.note_sent(session, letter.id or 0)
    tab.send(DeliveriesState.look_again)
    assert state.channels[0].trial.endswith("принято почтовым сервером.")


def test_words_are_there_for_every_kind_that_goes_out(open_tab: OpenTab) -> None:
    from ejournal.ui.words.notice_kinds import GOING, KINDS, going_words, kind_words

    assert set(KINDS) == set(CHOSEN)
    assert set(GOING) == set(Going)
    for kind in CHOSEN:
        assert kind_words(NoticeKind(kind), "ru") != kind_words(kind, "en")
    for going in Going:
        assert going_words(going, "ru") != going_words(going, "en")


def test_where_nothing_goes_out_it_is_said_so(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = open_tab("admin", "/delivery")
    admin.send(DeliveriesState.load)
    told = said(admin.send(DeliveriesState.send_trial, "mail"))
    assert told[-1][1] == "Этим способом здесь ничего не отправляется"
    tab, state = choices(open_tab, "guardian")
    monkeypatch.setitem(settings().__dict__, "push", False)
    keys = Browser()
    given = ("https://push.example.test/1", keys.public, keys.secret, "Firefox/150.0")
    told = said(tab.send(NoticeChoicesState.add_device, *given))
    assert told[-1][1] == "Уведомления в браузеры здесь не отправляются"
    assert state.devices == []


def test_the_devices_of_an_account_are_listed_tried_and_removed(cast: Cast, open_tab: OpenTab) -> None:
    keys = Browser()
    tab, state = choices(open_tab, "guardian")
    assert (state.devices, state.push_works) == ([], True)
    given = (
        "https://push.example.test/1",
        keys.public,
        keys.secret,
        "Mozilla/5.0 (Windows NT 10.0) Firefox/150.0",
    )
    tab.send(NoticeChoicesState.add_device, *given)
    (device,) = state.devices
    assert (device.title, device.note[:2]) == ("Firefox, Windows", "с ")
    assert state.device_keys == [devices.key_of(given[0])]
    assert all(one.push for one in state.kinds)
    tab.send(NoticeChoicesState.choose_also, "mark", "push", False)
    assert [one.kind for one in state.kinds if not one.push] == ["mark"]
    tab.send(NoticeChoicesState.choose_also, "mark", "push", True)
    with session_scope(writing=False) as session:
        assert session.exec(select(NoticeChoice)).all() == []
    tab.send(NoticeChoicesState.try_devices)
    assert state.trial.endswith("в пути.")
    for fate, error, words in (
        (Fate.SENT, "", "принято."),
        (Fate.FAILED, "403 no", "не принято: 403 no"),
        (Fate.DROPPED, "", "некуда было уйти."),
    ):
        with session_scope() as session:
            (trial,) = session.exec(select(Delivery)).all()
            trial.fate, trial.last_error, trial.closed_at = fate, error, clock.now()
            session.add(trial)
            devices.note_told(session, devices.key_of(given[0]))
        tab.send(NoticeChoicesState.look_again)
        assert state.trial.endswith(words)
    assert "последнее" in state.devices[0].note
    tab.send(NoticeChoicesState.remove_device, device.id)
    assert (state.devices, state.device_keys) == ([], [])


def test_the_school_says_which_kinds_devices_are_told_of(open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/settings?section=notices")
    tab.send(NoticeRulesState.load)
    state = tab.state(NoticeRulesState)
    assert all(one.push for one in state.notice_rules)
    form: dict[str, Any] = {one.kind: one.going for one in state.notice_rules}
    form |= {f"push-{one.kind}": "on" for one in state.notice_rules if one.kind != "mark"}
    form |= {f"must-{one.kind}": "on" for one in state.notice_rules if one.compulsory}
    form |= {"digest_hour": "18", "quiet_from": "21", "quiet_until": "7", "marks_out_from": ""}
    tab.send(NoticeRulesState.save_notices, form)
    assert [one.kind for one in state.notice_rules if not one.push] == ["mark"]
    _, own = choices(open_tab, "guardian")
    assert [one.kind for one in own.kinds if not one.push] == ["mark"]


def test_what_the_school_pays_for_by_sms_people_may_switch_off(
    open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")
    tab = open_tab("admin", "/settings?section=notices")
    tab.send(NoticeRulesState.load)
    state = tab.state(NoticeRulesState)
    assert (state.sends_sms, state.notice_hours.sms_a_day, state.notice_hours.urgent_sms_after) == (
        True, "200", "5",
    )  # fmt: skip
    form: dict[str, Any] = {one.kind: one.going for one in state.notice_rules}
    form |= {f"push-{one.kind}": "on" for one in state.notice_rules}
    form |= {f"must-{one.kind}": "on" for one in state.notice_rules if one.compulsory}
    form |= {"digest_hour": "18", "quiet_from": "21", "quiet_until": "7", "marks_out_from": ""}
    form |= {"sms-attendance": "on", "a_day": "50", "urgent_after": "0"}
    tab.send(NoticeRulesState.save_notices, form)
    assert [one.kind for one in state.notice_rules if one.sms] == ["attendance"]
    hours = state.notice_hours
    assert (hours.sms_a_day, hours.sms_words, hours.urgent_sms_after) == ("50", False, "0")
    family, own = choices(open_tab, "guardian")
    assert [one.kind for one in own.kinds if one.sms_offered] == ["attendance"]
    family.send(NoticeChoicesState.choose_also, "attendance", "sms", False)
    assert [one.kind for one in own.kinds if one.sms] == []
    desk = open_tab("admin", "/delivery")
    desk.send(DeliveriesState.load)
    assert [one.title for one in desk.state(DeliveriesState).channels] == ["В браузеры", "По SMS"]
    monkeypatch.setattr(settings(), "sms_price", Decimal(2))
    desk.send(DeliveriesState.look_again)
    by_sms = desk.state(DeliveriesState).channels[1]
    assert [(one.value, one.words) for one in by_sms.figures[-2:]] == [
        ("0", "частей SMS ушло сегодня, можно не больше 50; 0,00\xa0₽"),
        ("0", "частей срочных SMS ушло сегодня, можно не больше 5000; 0,00\xa0₽"),
    ]


def test_a_school_has_another_system_told_and_sees_its_secret_once(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/delivery")
    tab.send(DeliveriesState.load)
    state = tab.state(DeliveriesState)
    assert (state.webhooks_work, state.webhook.since) == (True, "")
    assert {one.kind for one in state.webhook.kinds} == {kind.value for kind in CHOSEN}
    form = {"address": "https://bot.example.test/hook", f"{KIND}mark": "on"}
    shown = tab.send(DeliveriesState.save_webhook, form)
    with session_scope(writing=False) as session:
        secret = unseal(PURPOSE, session.exec(select(Webhook)).one().sealed)
    assert secret in str(shown)
    assert state.has_new_secret
    assert state.webhook.since.startswith("Секрет создан")
    assert [one.kind for one in state.webhook.kinds if one.ticked] == ["mark"]
    assert "К другой системе" in [one.title for one in state.channels]
    tab.send(DeliveriesState.hide_secret)
    assert not state.has_new_secret
    said_of = said(tab.send(DeliveriesState.send_trial, "webhook"))
    assert said_of[-1][1] == "Пробное отправляется"
    tab.send(DeliveriesState.ask, "renew")
    assert state.asked == "renew"
    renewed = tab.send(DeliveriesState.renew_secret)
    assert secret not in str(renewed)
    assert (state.asked, state.has_new_secret) == ("", True)
    tab.send(DeliveriesState.remove_webhook)
    assert (state.webhook.address, state.has_new_secret) == ("", False)


def test_where_there_are_no_webhooks_the_page_offers_none(
    open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "webhooks", False)
    tab = open_tab("admin", "/delivery")
    tab.send(DeliveriesState.load)
    assert not tab.state(DeliveriesState).webhooks_work
    form = {"address": "https://bot.example.test/hook", f"{KIND}mark": "on"}
    told = said(tab.send(DeliveriesState.save_webhook, form))
    assert told[-1][1] == "Эта установка не сообщает другим системам об уведомлениях"
