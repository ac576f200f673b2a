"""News on their pages: written, looked at, published, read and acknowledged, spoken of, withdrawn."""

import json
from typing import Any

import pytest

from ejournal.database import session_scope
from ejournal.models import ClassPart, FileKind
from ejournal.pages.home.state import HomeState
from ejournal.pages.news.comments_state import NewsCommentsState
from ejournal.pages.news.item_state import NewsItemState
from ejournal.pages.news.list_state import NewsListState
from ejournal.pages.news.write_state import NewsWriteState
from ejournal.services.base.topics import news_list_topic
from ejournal.services.class_page import writing
from ejournal.services.news import comments as spoken
from ejournal.services.news import drafts
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.files.test_keeping import Files

HOSTILE = (
    "Кто **придёт**? <script>alert(1)</script> [сюда](javascript:alert(1)) \u202eмасло " + "а" + "\u0301" * 90
)


def words(answers: Any) -> list[str]:
    return [text for kind, text in said(answers) if kind in ("success", "error")]


class Desk:
    """Somebody who writes news on the page."""

    def __init__(self, open_tab: OpenTab, who: str) -> None:
        self.open_tab, self.who = open_tab, who
        self.tab = open_tab(who, "/news")
        self.tab.send(NewsListState.load)
        [gone] = self.tab.send(NewsListState.begin)
        self.id = int(str(gone).split("id=")[1].split('"')[0].split("&")[0].rstrip("\\'"))
        self.tab = open_tab(who, f"/news/write?id={self.id}")
        self.tab.send(NewsWriteState.load)
        self.state = self.tab.state(NewsWriteState)

    def look(self, *parts: str, **form: Any) -> Any:
        """Choose these parts and go on to the look at it."""
        for one in parts:
            self.tab.send(NewsWriteState.add_part, value=one)
        return self.tab.send(NewsWriteState.review, form={"title": "Сбор", "words": HOSTILE, **form})

    def publish(self, *parts: str, **form: Any) -> int:
        """An item that is out."""
        self.look(*parts, **form)
        assert self.state.checking, self.tab.state(SessionState).errors
        assert words(self.tab.send(NewsWriteState.publish)) == ["Новость опубликована"]
        return self.id


def opened(open_tab: OpenTab, who: str, number: int) -> tuple[Tab, NewsItemState]:
    tab = open_tab(who, f"/news/read?id={number}")
    tab.send(NewsItemState.load)
    tab.send(NewsCommentsState.load)
    return tab, tab.state(NewsItemState)


def lines(open_tab: OpenTab, who: str, address: str = "/news") -> NewsListState:
    tab = open_tab(who, address)
    tab.send(NewsListState.load)
    return tab.state(NewsListState)


@pytest.fixture
def of_class(cast: Cast) -> str:
    return f"class:{cast.classes['6b'].id}"


def test_an_item_is_looked_at_published_read_and_acknowledged(
    cast: Cast, open_tab: OpenTab, told: News, of_class: str
) -> None:
    desk = Desk(open_tab, "deputy")
    assert desk.state.count == "Пока никто не выбран"
    desk.look(of_class, must="on", comments="on", pinned="on", at="")
    assert desk.state.count.startswith("Прочита")
    assert "<strong>придёт</strong>" in desk.state.preview.html
    assert "<script" not in desk.state.preview.html
    assert 'href="javascript' not in desk.state.preview.html
    assert desk.state.will[1:] == [
        "Выйдет сразу",
        "Каждого просят ознакомиться",
        "Читатели могут комментировать",
    ]
    desk.tab.send(NewsWriteState.back)
    assert not desk.state.checking
    number = desk.publish(must="on", comments="on", pinned="on")
    assert news_list_topic(cast.schools["a"].id or 0) in {topic for topic, _ in told}
    [row] = lines(open_tab, "guardian").lines
    assert (row.pinned, row.is_new, row.badge) == (True, True, "нужно ознакомиться")
    tab, state = opened(open_tab, "guardian", number)
    assert (state.item.asks, state.unseen, state.item.keeps) == (True, str(number), False)
    tab.send(NewsItemState.seen)
    assert state.unseen == ""
    assert words(tab.send(NewsItemState.acknowledge)) == ["Сохранено"]
    assert state.item.done.startswith("Вы ознакомились")
    assert lines(open_tab, "guardian").lines[0].badge == "ознакомлено"
    _, kept = opened(open_tab, "director", number)
    assert kept.standing == "Ознакомились 1 из 5, открыли 1"
    assert [(one.title, one.count) for one in kept.groups] == [("Класс 6 «Б»", "1 из 5")]
    assert kept.groups[0].people[-1].state == "ознакомлено"
    author, mine = opened(open_tab, "deputy", number)
    assert words(author.send(NewsItemState.remind)) == ["Напомнили 4 людям"]
    assert words(author.send(NewsItemState.remind)) == ["Напоминали недавно: снова можно через 4 часа"]
    author.send(NewsItemState.pin)
    assert not mine.item.pinned
    author.send(NewsItemState.ask_withdraw, wanted=True)
    assert mine.withdrawing
    assert words(author.send(NewsItemState.withdraw)) == ["Отозвано"]
    assert mine.item.state == "Отозвана: читатели её больше не видят"
    assert lines(open_tab, "guardian").lines == []


def test_what_is_refused_keeps_what_was_typed(open_tab: OpenTab, of_class: str) -> None:
    desk = Desk(open_tab, "deputy")
    desk.look(of_class, words="а" * 100_000)
    assert desk.tab.state(SessionState).errors["words"].startswith("Слишком длинно")
    assert not desk.state.checking
    desk.look(public="on")
    assert (
        desk.tab.state(SessionState).errors["photos"]
        == "Посмотрите, кто назван в тексте, и отметьте это здесь"
    )
    desk.look(public="on", photos="on", until="вчера")
    assert desk.state.will[-1].startswith("На открытой странице")


def test_a_draft_is_kept_as_it_is_written_and_thrown_away(open_tab: OpenTab, of_class: str) -> None:
    desk = Desk(open_tab, "class_teacher")
    desk.tab.send(NewsWriteState.keep_title, words="Начато", base="")
    desk.tab.send(NewsWriteState.keep_words, words="Недописано", base="")
    desk.tab.send(NewsWriteState.choose_whom, value="pupils")
    desk.tab.send(NewsWriteState.add_part, value=of_class)
    desk.tab.send(NewsWriteState.find_person, words="Лебедева")
    assert desk.state.found
    assert (desk.state.whom, len(desk.state.parts), desk.state.speaks_for_all) == ("pupils", 1, False)
    desk.tab.send(NewsWriteState.drop_part, value=of_class)
    [row] = lines(open_tab, "class_teacher", "/news?view=mine").lines
    assert (row.title, row.badge, row.href) == ("Начато", "черновик", f"/news/write?id={desk.id}")
    again = open_tab("class_teacher", f"/news/write?id={desk.id}")
    again.send(NewsWriteState.load)
    assert again.state(NewsWriteState).item.words == "Недописано"
    desk.tab.send(NewsWriteState.throw_away)
    assert lines(open_tab, "class_teacher", "/news?view=mine").lines == []


def test_it_waits_for_its_hour_and_is_taken_back(open_tab: OpenTab, of_class: str) -> None:
    desk = Desk(open_tab, "deputy")
    desk.look(of_class, at="2090-01-01T08:00")
    assert desk.state.will[1].startswith("Выйдет 1\xa0января")
    assert words(desk.tab.send(NewsWriteState.publish)) == ["Новость выйдет в своё время"]
    [row] = lines(open_tab, "deputy", "/news?view=mine").lines
    assert row.badge.startswith("выйдет 1\xa0января")
    tab, state = opened(open_tab, "deputy", desk.id)
    assert state.item.state.startswith("Выйдет 1\xa0января")
    tab.send(NewsItemState.withdraw)
    [row] = lines(open_tab, "deputy", "/news?view=mine").lines
    assert row.badge == "черновик"


def test_what_is_out_is_changed_with_its_files(cast: Cast, open_tab: OpenTab, of_class: str) -> None:
    with session_scope() as session:
        files = Files(cast.taken_into(session))
        photo, plan = files.key("deputy", "a", FileKind.PICTURE), files.key("deputy", "b")
    desk = Desk(open_tab, "deputy")
    number = desk.publish(of_class, must="on", files=json.dumps([photo]), photos="on")
    tab = open_tab("deputy", f"/news/write?id={number}")
    tab.send(NewsWriteState.load)
    state = tab.state(NewsWriteState)
    assert (state.is_draft, [one.key for one in state.item.files]) == (False, [photo])
    tab.send(NewsWriteState.keep_words, words="Не сохраняется само", base="")
    tab.send(NewsWriteState.drop_file, key=photo)
    form = {"title": "Иначе", "words": "Так", "must": "on", "anew": "on", "files": json.dumps([plan])}
    assert words(tab.send(NewsWriteState.review, form=form)) == ["Сохранено"]
    _, found = opened(open_tab, "guardian", number)
    assert (found.item.title, [one["key"] for one in found.item.files]) == ("Иначе", [plan])
    assert "изменено" in found.item.note


def test_readers_speak_and_are_hidden_with_a_reason(
    open_tab: OpenTab, of_class: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = Desk(open_tab, "deputy").publish(of_class, comments="on")
    guardian, _ = opened(open_tab, "guardian", number)
    theirs = guardian.state(NewsCommentsState)
    guardian.send(NewsCommentsState.say, form={"comment": " "})
    assert guardian.state(SessionState).errors["comment"] == "Напишите что-нибудь"
    guardian.send(NewsCommentsState.say, form={"comment": "Купите у нас"})
    [own] = theirs.comments
    assert (own.words, own.may_take_back, own.may_report) == ("Купите у нас", True, False)
    pupil, _ = opened(open_tab, "pupil", number)
    assert words(pupil.send(NewsCommentsState.report, comment_id=own.id)) == [
        "Автора новости попросили посмотреть"
    ]
    assert lines(open_tab, "deputy").lines[0].reported
    keeper, _ = opened(open_tab, "deputy", number)
    kept = keeper.state(NewsCommentsState)
    assert kept.comments[0].state == "1 читатель просит посмотреть"
    keeper.send(NewsCommentsState.leave, comment_id=own.id)
    assert kept.comments[0].state == ""
    keeper.send(NewsCommentsState.start_hiding, comment_id=own.id)
    keeper.send(NewsCommentsState.stop_hiding)
    keeper.send(NewsCommentsState.start_hiding, comment_id=own.id)
    keeper.send(NewsCommentsState.hide, form={"reason": ""})
    assert keeper.state(SessionState).errors["reason"] == "Напишите в нескольких словах почему"
    assert words(keeper.send(NewsCommentsState.hide, form={"reason": "Реклама"})) == [
        "Скрыто, автору сказано"
    ]
    guardian.send(NewsCommentsState.load)
    assert theirs.comments[0].state == "Скрыто от других: Реклама"
    assert words(keeper.send(NewsCommentsState.show_again, comment_id=own.id)) == ["Другие снова это видят"]
    guardian.send(NewsCommentsState.take_back, comment_id=own.id)
    assert theirs.comments == []
    monkeypatch.setattr(spoken, "MOST", 1)
    guardian.send(NewsCommentsState.say, form={"comment": "Ещё"})
    assert guardian.state(SessionState).errors["comment"] == "Здесь уже 1 комментариев"


def test_news_of_the_class_stand_among_them_and_the_archive_apart(
    cast: Cast, open_tab: OpenTab, of_class: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope() as session:
        taken = cast.taken_into(session)
        writing.add_item(
            session, taken.actor("class_teacher"), cast.classes["6b"].id or 0, ClassPart.NEWS,
            writing.Fields("Ярмарка", "Несём"), taken.made_at,
        )  # fmt: skip
    Desk(open_tab, "deputy").publish(of_class)
    found = lines(open_tab, "pupil")
    assert {one.of_class for one in found.lines} == {"", "класс 6 «Б»"}
    assert lines(open_tab, "pupil", "/news?view=archive").lines == []
    assert lines(open_tab, "pupil", "/news?view=mine").view == "now"
    monkeypatch.setattr("ejournal.services.news.reading.PAGE", 1)
    first, second = lines(open_tab, "pupil"), lines(open_tab, "pupil", "/news?page=2")
    assert (first.later, first.earlier) == ("", "/news?view=now&page=2")
    assert (second.later, second.earlier) == ("/news?view=now&page=1", "")


def test_the_main_page_shows_what_is_new(open_tab: OpenTab, of_class: str) -> None:
    number = Desk(open_tab, "deputy").publish(of_class, must="on")
    for who, shown in (("guardian", [f"/news/read?id={number}"]), ("other_guardian", []), ("director", [])):
        tab = open_tab(who, "/")
        tab.send(HomeState.load)
        assert [one.href for one in tab.state(HomeState).news] == shown
    assert [one.asks for one in tab.state(HomeState).news] == []


def test_there_are_not_too_many_drafts(open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(open_tab, "deputy")
    desk.tab.send(NewsWriteState.keep_title, words="Начато", base="")
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    told = words(desk.tab.send(NewsListState.begin))
    assert told == ["Черновиков уже 1: опубликуйте или удалите лишние"]
