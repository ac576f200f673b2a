"""The pages of messages to many: written, looked at, sent once, read, answered, followed by the author."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import Account, Channel, MassMessage, Person
from ejournal.models.base import table
from ejournal.pages.messages.list_state import MessagesState
from ejournal.pages.messages.open_state import OpenMessageState
from ejournal.pages.messages.write_state import WriteMessageState
from ejournal.services.audience import parts
from ejournal.services.base.topics import message_text_topic, message_topic
from ejournal.services.delivery import planning, spending
from ejournal.services.delivery import sending as deliveries
from ejournal.services.messages import kept, sending
from ejournal.settings import settings
from tests.cast import Cast
from tests.infra.laid_files import laid
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab

List, Open, Write = MessagesState, OpenMessageState, WriteMessageState
WORDS = "Семье {ребёнка}: едем завтра"
USED_UP = "не доставлено (дневное число SMS школы исчерпано)"


def writing(open_tab: OpenTab, cast: Cast, who: str = "class_teacher", *parts: str) -> Tab:
    """A tab in which somebody has chosen to whom it is."""
    tab = open_tab(who, "/messages/new")
    tab.send(Write.load)
    for part in parts or (f"class:{cast.classes['6b'].id}",):
        tab.send(Write.add_part, value=part)
    return tab


def form(**more: str) -> dict[str, Any]:
    return {"title": "Экскурсия", "words": WORDS, "options": "Да\nНет", "until": "", "send_at": "", **more}


def sent(open_tab: OpenTab, cast: Cast, asks: str = "answer", **more: str) -> int:
    """The number of a message that was sent to the class's parents."""
    tab = writing(open_tab, cast)
    tab.send(Write.choose_asks, value=asks)
    tab.send(Write.review, form=form(**more))
    events = said(tab.send(Write.send))
    address = next(words for kind, words in events if kind == "redirect")
    return int(address.partition("=")[2])


def opened(open_tab: OpenTab, who: str, number: int, more: str = "") -> tuple[Tab, Open]:
    tab = open_tab(who, f"/messages/read?id={number}{more}")
    tab.send(Open.load)
    return tab, tab.state(Open)


def test_who_gets_it_is_counted_while_it_is_chosen(cast: Cast, open_tab: OpenTab) -> None:
    tab = writing(open_tab, cast)
    state: Write = tab.state(Write)
    assert [one.label for one in state.parts] == ["6 «Б»"]
    assert (state.count, state.unreached) == ("Получат 2 человека", "")
    tab.send(Write.choose_whom, value="both")
    assert state.count == "Получат 5 человек"
    assert state.unreached == "1 из них не может войти в журнал (нет учётной записи: 1)"
    tab.send(Write.drop_part, value=state.parts[0].key)
    assert state.count == "Пока никто не выбран"
    tab.send(Write.find_person, words="лебед")
    tab.send(Write.add_part, value=state.found[1].key)
    assert [one.label for one in state.parts] == ["Лебедева Мария Петровна"]


def test_what_would_happen_is_said_and_the_text_is_read_as_a_family_does(
    cast: Cast, open_tab: OpenTab
) -> None:
    tab = writing(open_tab, cast)
    tab.send(Write.choose_asks, value="confirm")
    tab.send(Write.review, form=form(urgent="on"))
    state: Write = tab.state(Write)
    assert state.checking
    assert state.check.lines == [
        "Получат 2 человека",
        "Уйдёт сразу. Отозвать можно, сделать непрочитанным нельзя",
        "Каждого попросят подтвердить",
        "Срочное: отключить такие никто не может",
        "Уведомления из программы не уйдут: сообщение будет в журнале",
    ]
    assert state.check.button == "Отправить 2 людям"
    assert state.preview == "Семье Ильи: едем завтра"
    tab.send(Write.preview_as, value=str(cast.id_of("guardian")))
    assert state.preview == "Семье Анны: едем завтра"
    tab.send(Write.back)
    assert (state.checking, state.words) == (False, WORDS)


def phones(cast: Cast, *names: str) -> None:
    with session_scope() as session:
        for name in names:
            session.execute(
                update(table(Person))
                .where(table(Person).c.id == cast.id_of(name))
                .values(phone="+79001234567")
            )


def test_what_goes_by_sms_is_counted_and_paid_for_before_it_goes(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = writing(open_tab, cast)
    state: Write = tab.state(Write)
    tab.send(Write.review, form=form(urgent="on"))
    assert not any("SMS" in one for one in state.check.lines)  # the installation sends none
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")
    tab.send(Write.review, form=form(urgent="on"))
    assert state.check.lines[-1] == "SMS не уйдут: ни у кого из них в карточке нет телефона"
    phones(cast, "guardian", "teacher_parent")
    tab.send(Write.review, form=form(urgent="on"))
    assert "По SMS: 2 человека, 2 части" in state.check.lines
    monkeypatch.setattr(settings(), "sms_price", Decimal("3.5"))
    tab.send(Write.review, form=form(urgent="on"))
    assert state.check.lines[-3:] == [
        "По SMS: 2 человека, 2 части (7,00\xa0₽)",
        "Кто подтвердит с устройства в течение 5 минут, тому SMS не уйдёт",
        "Из частей SMS на этот день осталось 5000 из 5000",
    ]
    monkeypatch.setattr(settings(), "sms_urgent_per_day", 1)
    tab.send(Write.review, form=form(urgent="on"))
    (warning,) = state.check.warnings
    assert warning.startswith("Частей SMS на этот день не хватит: нужно 2, осталось 1 из 1. ")
    tab.send(Write.review, form=form())  # the school pays for none that are not urgent
    assert not any("SMS" in one for one in [*state.check.lines, *state.check.warnings])


def test_two_presses_in_two_tabs_send_once(cast: Cast, open_tab: OpenTab) -> None:
    tabs = [writing(open_tab, cast) for _ in range(2)]
    for tab in tabs:
        tab.send(Write.review, form=form())
    events = [said(tab.send(Write.send)) for tab in tabs]
    addresses = [[words for kind, words in one if kind == "redirect"] for one in events]
    assert addresses[0] == addresses[1]
    assert ("success", "Сообщение отправлено") in events[0]
    got = open_tab("guardian", "/messages")
    got.send(List.load)
    assert [one.title for one in got.state(List).lines] == ["Экскурсия"]


def test_a_family_reads_it_answers_and_answers_otherwise(cast: Cast, open_tab: OpenTab, told: News) -> None:
    number = sent(open_tab, cast)
    bell = open_tab("guardian", "/messages")
    bell.send(List.load)
    line = bell.state(List).lines[0]
    assert (line.badge, line.is_new, bell.state(List).unread) == ("Ждёт вашего ответа", True, 1)
    tab, state = opened(open_tab, "guardian", number)
    assert (state.got.words, state.got.asked, state.own) == ("Семье Анны: едем завтра", "Ваш ответ", False)
    assert state.unseen
    tab.send(Open.seen)
    told.clear()
    for value in ("0", "1"):
        assert ("success", "Ответ сохранён") in said(tab.send(Open.answer, value=value))
    assert [one.chosen for one in state.got.options] == [False, True]
    assert state.got.asked == "Вы ответили; ответ можно изменить"
    assert message_topic(number) in {topic for topic, _ in told}
    bell.send(List.load)
    assert (bell.state(List).lines[0].badge, bell.state(List).unread) == ("Нет", 0)


def test_the_author_sees_who_has_done_what_and_reminds_the_others(cast: Cast, open_tab: OpenTab) -> None:
    number = sent(open_tab, cast)
    tab, state = opened(open_tab, "guardian", number)
    tab.send(Open.answer, value="0")
    own, mine = opened(open_tab, "class_teacher", number)
    assert [(one.value, one.label) for one in mine.counts] == [
        ("2", "получили"), ("1", "не видели"), ("1", "ответили"), ("1", "не ответили"), ("0", "не дошло")
    ]  # fmt: skip
    assert [(one.label, one.count, one.share) for one in mine.results] == [("Да", "1", 50), ("Нет", "0", 0)]
    assert [(one.title, one.people, one.seen) for one in mine.classes] == [("6 «Б»", "2", "1")]
    assert [(one.name, one.state) for one in mine.people] == [
        ("Зайцев Андрей Юрьевич", "В пути"), ("Лебедева Мария Петровна", "Да")
    ]  # fmt: skip
    assert ("success", "Напомнили 1 человеку") in said(own.send(Open.remind))
    assert said(own.send(Open.remind))[0] == ("error", "Напоминали недавно: снова можно через 4 часа")
    _, narrowed = opened(open_tab, "class_teacher", number, "&who=answered")
    assert [one.name for one in narrowed.people] == ["Лебедева Мария Петровна"]
    assert (state.has_got, mine.own) == (True, True)


def test_the_author_sees_by_which_channel_it_came_and_why_not(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    monkeypatch.setattr(settings(), "sms_url", "https://sms.example.test/")
    phones(cast, "guardian", "teacher_parent")
    with session_scope() as session:
        who = table(Account).c.id == cast.accounts["guardian"].id
        values = {"email": "guardian@example.test", "email_confirmed_at": clock.now()}
        session.execute(update(table(Account)).where(who).values(**values))
    number = sent(open_tab, cast, urgent="on")
    with session_scope() as session:
        planning.plan_due(session, "planner")
        for channel, error in ((Channel.MAIL, "550 no such user"), (Channel.SMS, spending.USED_UP)):
            for one in deliveries.claim(session, "one", 20, channel):
                deliveries.note_refused(
                    session, one, "one", error, for_ever=True, of_recipient=channel is Channel.MAIL
                )
    _, mine = opened(open_tab, "class_teacher", number)
    assert [(one.title, one.sent, one.waiting, one.failed) for one in mine.ways.channels] == [
        ("По почте", "0", "0", "1"), ("По SMS", "0", "0", "2")
    ]  # fmt: skip
    assert [(one.value, one.label) for one in mine.counts][-1] == ("2", "не дошло")
    assert [(one.name.split()[0], one.state, one.note) for one in mine.people] == [
        ("Зайцев", "Не дошло", f"Илья, 6 «Б» · По SMS: {USED_UP}"),
        ("Лебедева", "Не дошло", f"Анна, 6 «Б» · По почте: такого адреса нет · По SMS: {USED_UP}"),
    ]
    assert not mine.ways.are_forgotten
    with session_scope() as session:
        session.execute(
            update(table(MassMessage)).values(sent_at=clock.now() - deliveries.KEPT - timedelta(days=1))
        )
    _, mine = opened(open_tab, "class_teacher", number)
    assert (mine.ways.channels, mine.ways.are_forgotten) == ([], True)
    assert [one.state for one in mine.people] == ["Ещё не видели"] * 2


def test_files_are_attached_looked_at_taken_off_and_read(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        one, other = (laid(session, cast.actor("class_teacher"), n, f"{n}.pdf") for n in ("один", "два"))
    tab = writing(open_tab, cast)
    state: Write = tab.state(Write)
    tab.send(Write.review, form=form(files=json.dumps([one, other]), files_going="1"))
    assert (state.errors["files"], state.checking) == ("Файлы ещё загружаются", False)
    tab.send(Write.review, form=form(files=json.dumps([one, other])))
    assert [file["name"] for file in state.files] == ["один.pdf", "два.pdf"]
    tab.send(Write.back)
    tab.send(Write.drop_file, key=one)
    tab.send(Write.review, form=form(files="nonsense"))
    assert [file["key"] for file in state.files] == [other]
    events = said(tab.send(Write.send))
    number = int(next(words for kind, words in events if kind == "redirect").partition("=")[2])
    _, read = opened(open_tab, "guardian", number)
    assert [file["href"] for file in read.got.files] == [f"/files/{other}"]
    own, mine = opened(open_tab, "class_teacher", number)
    assert [file["key"] for file in mine.text.files] == [other]
    own.send(Open.withdraw)
    _, read = opened(open_tab, "guardian", number)
    assert read.got.files == []


def test_what_is_withdrawn_holds_no_more_and_says_so(cast: Cast, open_tab: OpenTab, told: News) -> None:
    number = sent(open_tab, cast, "confirm")
    reader, state = opened(open_tab, "guardian", number)
    assert state.got.options[0].label == "Подтверждаю"
    own, mine = opened(open_tab, "class_teacher", number)
    own.send(Open.ask_withdraw)
    assert mine.withdrawing
    told.clear()
    assert ("success", "Сообщение отозвано") in said(own.send(Open.withdraw))
    assert message_text_topic(number) in {topic for topic, _ in told}
    reader.send(Open.load)
    assert (state.got.withdrawn, state.got.is_open, state.got.asked) == (True, False, "")
    assert said(reader.send(Open.answer, value="0")) == [
        ("error", "Ответы на это сообщение больше не принимаются")
    ]


def test_a_message_waits_for_its_hour_and_may_be_withdrawn_before(cast: Cast, open_tab: OpenTab) -> None:
    tab = writing(open_tab, cast)
    tab.send(Write.review, form=form(send_at="2199-01-10T08:00"))
    state: Write = tab.state(Write)
    assert state.check.lines[1] == "Уйдёт 10\xa0января, 08:00 тем, кто тогда будет среди выбранных"
    events = said(tab.send(Write.send))
    assert ("success", "Уйдёт в назначенное время") in events
    number = int(next(words for kind, words in events if kind == "redirect").partition("=")[2])
    own, mine = opened(open_tab, "class_teacher", number)
    assert mine.line == "Ждёт отправки · 10\xa0января, 08:00"
    assert (mine.was_sent, mine.may_withdraw, mine.counts) == (False, True, [])
    own.send(Open.withdraw)
    assert mine.line.startswith("Отозвано")


def test_what_is_written_is_kept_and_a_kept_text_comes_behind_it(cast: Cast, open_tab: OpenTab) -> None:
    tab = writing(open_tab, cast, "deputy")
    tab.send(Write.keep_words, words="Ждём вас", base="")
    tab.send(Write.start_keeping, what="text")
    events = said(tab.send(Write.keep_template, form={"title": "Собрание", "of_school": "on"}))
    assert ("success", "Текст сохранён") in events
    other = open_tab("class_teacher", "/messages/new")
    other.send(Write.load)
    state: Write = other.state(Write)
    other.send(Write.keep_words, words="Добрый день!", base="")
    other.send(Write.use_template, value=state.at_hand.texts[0].id)
    assert (state.title, state.words) == ("Собрание", "Добрый день!\n\nЖдём вас")
    again = open_tab("class_teacher", "/messages/new")
    again.send(Write.load)
    assert again.state(Write).words == "Добрый день!\n\nЖдём вас"
    again.send(Write.throw_away)
    again.send(Write.load)
    assert again.state(Write).words == ""


def test_a_choice_is_kept_as_a_list(cast: Cast, open_tab: OpenTab) -> None:
    tab = writing(open_tab, cast)
    state: Write = tab.state(Write)
    assert ("success", "Список сохранён") in said(tab.send(Write.keep_choice, form={"choice": "Поездка"}))
    tab.send(Write.drop_part, value=state.parts[0].key)
    tab.send(Write.use_choice, value=state.at_hand.choices[0].value)
    assert [one.label for one in state.parts] == ["6 «Б»"]
    tab.send(Write.drop_choice, value=state.at_hand.choices[0].value)
    assert state.at_hand.choices == []


@pytest.mark.usefixtures("cast")
def test_so_many_are_chosen_and_kept(open_tab: OpenTab, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = writing(open_tab, cast, "deputy")
    state: Write = tab.state(Write)
    monkeypatch.setattr(parts, "MOST_PARTS", 1)
    tab.send(Write.add_part, value="grade:2")
    assert state.errors["people"] == "Выбрать можно не больше 1 частей"
    monkeypatch.setattr(kept, "MOST_KEPT", 0)
    tab.send(Write.keep_choice, form={"choice": "Поездка"})
    assert state.errors["choice"] == "Хранится не больше 0 списков: удалите один"
    tab.send(Write.keep_words, words="Ждём", base="")
    tab.send(Write.keep_template, form={"title": "Собрание"})
    assert state.errors["title"] == "Хранится не больше 0 текстов: удалите один"


def test_what_came_to_nothing_lapses_at_its_hour(cast: Cast, open_tab: OpenTab) -> None:
    tab = writing(open_tab, cast)
    tab.send(Write.review, form=form(send_at="2199-01-10T08:00"))
    events = said(tab.send(Write.send))
    number = int(next(words for kind, words in events if kind == "redirect").partition("=")[2])
    account = table(Account)
    which = account.c.id == cast.accounts["class_teacher"].id
    for blocked in (True, False):
        with session_scope() as session:
            session.execute(update(account).where(which).values(blocked=blocked))
            if blocked:
                sending.send_due(session, cast.schools["a"].id or 0, number, clock.now())
    _, mine = opened(open_tab, "class_teacher", number)
    assert mine.line == "Не отправлено"
