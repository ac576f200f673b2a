"""The pages of messages to many: written, looked at, sent once, read, answered, followed by the author."""

from typing import Any

import pytest
from sqlalchemy import update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import Account
from ejournal.models.base import table
from ejournal.pages.messages.list_state import MessagesState
from ejournal.pages.messages.open_state import OpenMessageState
from ejournal.pages.messages.write_state import WriteMessageState
from ejournal.services.base.topics import message_text_topic, message_topic
from ejournal.services.messages import drafts, kept, sending
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab

List, Open, Write = MessagesState, OpenMessageState, WriteMessageState
WORDS = "Семье {ребёнка}: едем завтра"


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
    assert state.unreached == "до 1 из них ничего не дойдёт (Нет учётной записи: 1)"
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
    ]
    assert state.check.button == "Отправить 2 людям"
    assert state.preview == "Семье Ильи: едем завтра"
    tab.send(Write.preview_as, value=str(cast.id_of("guardian")))
    assert state.preview == "Семье Анны: едем завтра"
    tab.send(Write.back)
    assert (state.checking, state.words) == (False, WORDS)


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
        ("2", "получили"), ("1", "не видели"), ("1", "ответили"), ("1", "не ответили"), ("0", "не доходит")
    ]  # fmt: skip
    assert [(one.label, one.count, one.share) for one in mine.results] == [("Да", "1", 50), ("Нет", "0", 0)]
    assert [(one.title, one.people, one.seen) for one in mine.classes] == [("6 «Б»", "2", "1")]
    assert [(one.name, one.state) for one in mine.people] == [
        ("Зайцев Андрей Юрьевич", "Ещё не видели"), ("Лебедева Мария Петровна", "Да")
    ]  # fmt: skip
    assert ("success", "Напомнили 1 человеку") in said(own.send(Open.remind))
    assert said(own.send(Open.remind))[0] == ("error", "Напоминали недавно: снова можно через 4 часа")
    _, narrowed = opened(open_tab, "class_teacher", number, "&who=answered")
    assert [one.name for one in narrowed.people] == ["Лебедева Мария Петровна"]
    assert (state.has_got, mine.own) == (True, True)


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
    other.send(Write.use_template, value=state.templates[0].id)
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
    tab.send(Write.use_choice, value=state.offered.kept[0].value)
    assert [one.label for one in state.parts] == ["6 «Б»"]
    tab.send(Write.drop_choice, value=state.offered.kept[0].value)
    assert state.offered.kept == []


@pytest.mark.usefixtures("cast")
def test_so_many_are_chosen_and_kept(open_tab: OpenTab, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = writing(open_tab, cast, "deputy")
    state: Write = tab.state(Write)
    monkeypatch.setattr(drafts, "MOST_PARTS", 1)
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
