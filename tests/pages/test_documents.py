"""Documents on their pages: written, published, acknowledged, entered from paper; refusals in words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import DocumentReader, SchoolDocument
from ejournal.models.base import table
from ejournal.pages.documents.list_state import DocumentsState
from ejournal.pages.documents.open_state import OpenDocumentState
from ejournal.pages.documents.register_state import DocumentRegisterState
from ejournal.pages.documents.write_state import WriteDocumentState
from ejournal.pages.home.state import HomeState
from ejournal.services.documents import drafts
from ejournal.ui.runtime.session import SessionState
from tests.cast import PASSWORD, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

HOSTILE = "**Важно** <script>alert(1)</script> [сюда](javascript:alert(1)) \u202eмасло"
_document, _reader = table(SchoolDocument).c, table(DocumentReader).c


def words(answers: Any) -> list[str]:
    return [text for kind, text in said(answers) if kind in ("success", "error")]


def number_of(answers: Any) -> int:
    with session_scope(writing=False) as session:
        return int(session.scalars(select(_document.id).order_by(_document.id.desc())).first() or 0)


def begun(open_tab: OpenTab, cast: Cast, part: str = "") -> tuple[Tab, int]:
    """A draft of the deputy head to the parents of 6Б, opened."""
    tab = open_tab("deputy", "/documents?view=school")
    tab.send(DocumentsState.load)
    number = number_of(tab.send(DocumentsState.begin))
    tab = open_tab("deputy", f"/documents/write?id={number}")
    tab.send(WriteDocumentState.load)
    tab.send(WriteDocumentState.add_part, value=part or f"class:{cast.classes['6b'].id}")
    return tab, number


def save(tab: Tab, **form: Any) -> Any:
    tab.send(WriteDocumentState.save, form={"title": "Правила", "words": HOSTILE, "kind": "order", **form})
    return tab.send(WriteDocumentState.review)


def published(open_tab: OpenTab, cast: Cast, part: str = "", **form: Any) -> int:
    tab, number = begun(open_tab, cast, part)
    save(tab, **form)
    tab.send(WriteDocumentState.publish)
    return number


def opened(open_tab: OpenTab, who: str, number: int, more: str = "") -> tuple[Tab, Any]:
    tab = open_tab(who, f"/documents/read?id={number}{more}")
    tab.send(OpenDocumentState.load)
    return tab, tab.state(OpenDocumentState)


def test_a_document_is_written_looked_at_and_published_harmless(cast: Cast, open_tab: OpenTab) -> None:
    tab, number = begun(open_tab, cast)
    save(tab, number="12-о")
    state = tab.state(WriteDocumentState)
    assert state.checking
    assert state.count == "На подпись: 2 человека, 2 подписи"
    told = words(tab.send(WriteDocumentState.publish))
    assert told == ["Опубликовано: спрошены 2 человека"]
    _, read = opened(open_tab, "guardian", number)
    assert "<strong>Важно</strong>" in read.text.html
    for hostile in ("<script", "javascript:", "\u202e"):
        assert hostile not in read.text.html.replace("&lt;script", "").replace("[сюда](javascript:", "")
    assert read.text.line.startswith("Приказ № 12-о · версия 1 от")
    assert read.waits
    assert not read.several


def test_the_reader_acknowledges_and_today_stops_asking(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    home = open_tab("guardian", "/")
    home.send(HomeState.load)
    assert home.state(HomeState).documents == "1 документ для ознакомления"
    listed = open_tab("guardian", "/documents")
    listed.send(DocumentsState.load)
    assert [one.waits for one in listed.state(DocumentsState).lines] == [True]
    tab, state = opened(open_tab, "guardian", number)
    tab.send(OpenDocumentState.seen)
    assert words(tab.send(OpenDocumentState.acknowledge, form={})) == [
        "В реестре отмечено, что вы ознакомлены"
    ]
    assert not state.waits
    assert state.own[0].said.startswith("кнопкой")
    home.send(HomeState.load)
    assert home.state(HomeState).documents == ""
    listed.send(DocumentsState.load)
    assert [one.badge for one in listed.state(DocumentsState).lines] == ["ознакомлен(а)"]


def test_a_signature_stands_by_its_field_when_it_does_not_fit(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast, signed="on")
    tab, state = opened(open_tab, "guardian", number)
    tab.send(OpenDocumentState.acknowledge, form={"proof": "не тот"})
    assert "пароль" in tab.state(SessionState).errors["proof"]
    tab.send(OpenDocumentState.acknowledge, form={"proof": PASSWORD})
    assert state.own[0].said.startswith("подпись паролем")


def test_several_children_are_chosen_one_by_one(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast, "role:guardian")
    tab, state = opened(open_tab, "guardian", number)
    assert state.several
    tab.send(OpenDocumentState.acknowledge, form={})
    assert tab.state(SessionState).errors["whom"] == "Выберите, за кого"
    tab.send(OpenDocumentState.acknowledge, form={f"for-{state.own[0].id}": "on"})
    assert [one.waits for one in state.own] == [False, True]
    assert not state.several


def test_a_new_version_met_on_the_way_is_read_first(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    reader, state = opened(open_tab, "guardian", number)
    keeper, _ = opened(open_tab, "deputy", number)
    keeper.send(OpenDocumentState.begin_version)
    tab = open_tab("director", f"/documents/write?id={number}")
    tab.send(WriteDocumentState.load)
    save(tab, words="Иначе", asks_again="on")
    tab.send(WriteDocumentState.publish)
    told = words(reader.send(OpenDocumentState.acknowledge, form={}))
    assert told == ["Тем временем вышла новая версия: сначала прочитайте её"]
    _, former = opened(open_tab, "guardian", number, "&version=1")
    assert former.text.earlier == "Это версия 1: сейчас действует другая."
    assert not former.waits
    assert [one.title for one in former.versions] == ["Версия 2", "Версия 1"]
    assert state.versions is not None


def test_what_a_draft_lacks_stands_by_its_field(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, _ = begun(open_tab, cast, "role:director")
    errors = tab.state(SessionState)
    tab.send(WriteDocumentState.save, form={"title": "\u200b"})
    assert errors.errors["title"] == "Напишите что-нибудь"
    tab.send(WriteDocumentState.save, form={"title": "Правила", "until": "2020-01-01"})
    assert errors.errors["until"] == "Последний день — сегодня или позже"
    save(tab, words="")
    assert errors.errors["words"] == "Напишите текст или приложите файл"
    tab.send(WriteDocumentState.drop_part, value="role:director")
    save(tab)
    assert errors.errors["people"].startswith("Выберите, кому")
    tab.send(WriteDocumentState.throw_away)
    assert words(tab.send(WriteDocumentState.review))
    other, _ = begun(open_tab, cast)
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    lists = open_tab("deputy", "/documents?view=school")
    lists.send(DocumentsState.load)
    assert words(lists.send(DocumentsState.begin))[0].startswith("Не больше 1 черновиков")
    assert words(other.send(WriteDocumentState.throw_away)) == ["Черновик выброшен"]


def test_a_draft_that_changed_or_went_is_not_published(cast: Cast, open_tab: OpenTab) -> None:
    tab, number = begun(open_tab, cast)
    save(tab)
    other = open_tab("director", f"/documents/write?id={number}")
    other.send(WriteDocumentState.load)
    other.send(WriteDocumentState.save, form={"title": "Правила", "words": "Иначе"})
    [told] = words(tab.send(WriteDocumentState.publish))
    assert "изменили" in told
    tab.send(WriteDocumentState.review)
    tab.send(WriteDocumentState.publish)
    assert words(other.send(WriteDocumentState.save, form={"title": "Поздно"})) == ["Черновика уже нет"]


def test_reminded_withdrawn_and_nothing_after_that(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    reader, _ = opened(open_tab, "guardian", number)
    keeper, state = opened(open_tab, "deputy", number)
    assert (state.keeps, state.may_write, state.counts.words) == (True, True, "0 из 2 подписей")
    assert "2" in words(keeper.send(OpenDocumentState.remind))[0]
    [soon] = words(keeper.send(OpenDocumentState.remind))
    assert "недавно" in soon
    keeper.send(OpenDocumentState.ask_withdraw, wanted=True)
    assert state.withdrawing
    keeper.send(OpenDocumentState.withdraw, form={"reason": " "})
    assert keeper.state(SessionState).errors["reason"]
    assert words(keeper.send(OpenDocumentState.withdraw, form={"reason": "Вышел новый"})) == [
        "Документ отозван"
    ]
    assert state.text.withdrawn.endswith("Вышел новый")
    told = words(reader.send(OpenDocumentState.acknowledge, form={}))
    assert told == ["Этот документ отозван: знакомиться с ним больше не нужно"]
    assert words(keeper.send(OpenDocumentState.remind)) == ["Этот документ отозван"]
    listed = open_tab("guardian", "/documents")
    listed.send(DocumentsState.load)
    assert [one.badge for one in listed.state(DocumentsState).lines] == ["отозван"]


def test_a_draft_alone_is_thrown_away_and_not_withdrawn(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    keeper, _ = opened(open_tab, "deputy", number)
    with session_scope() as session:
        session.execute(update(SchoolDocument).where(_document.id == number).values(current=0))
    [told] = words(keeper.send(OpenDocumentState.withdraw, form={"reason": "Так"}))
    assert told == "У этого документа ничего не опубликовано: удалите черновик"


def test_the_register_is_narrowed_and_takes_a_paper_once(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    tab = open_tab("class_teacher", f"/documents/register?id={number}")
    tab.send(DocumentRegisterState.load)
    state = tab.state(DocumentRegisterState)
    assert [one.name for one in state.lines] == ["Зайцев Илья · 6 «Б»", "Лебедева Анна · 6 «Б»"]
    tab.send(DocumentRegisterState.look, value="лебед")
    [line] = state.lines
    tab.send(DocumentRegisterState.open_paper, line=line.id)
    tab.send(DocumentRegisterState.enter_paper, form={"day": "2020-01-01"})
    assert tab.state(SessionState).errors["day"] == "День от публикации до сегодняшнего"
    today = cast.actor("class_teacher").today
    form = {"day": clock.today("Europe/Moscow").isoformat()}
    told = words(tab.send(DocumentRegisterState.enter_paper, form=form))
    assert told == ["Бумага внесена"], today
    assert state.lines[0].said.startswith("на бумаге от")
    with session_scope() as session:
        reader = session.scalars(select(_reader.id).where(_reader.version > 0)).one()
    state.entered = line
    assert str(reader) == line.id
    assert words(tab.send(DocumentRegisterState.enter_paper, form=form)) == ["Ознакомление уже отмечено"]
    tab.send(DocumentRegisterState.choose_state, value="done")
    assert len(state.lines) == 1
    tab.send(DocumentRegisterState.choose_state, value="nonsense")
    assert state.state == ""


def test_who_is_late_is_listed_over_all_documents(cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    yesterday = clock.today("Europe/Moscow") - timedelta(days=1)
    with session_scope() as session:
        session.execute(update(SchoolDocument).where(_document.id == number).values(until=yesterday))
        session.execute(update(DocumentReader).values(asked_on=yesterday))
    tab = open_tab("deputy", "/documents/register?state=late")
    tab.send(DocumentRegisterState.load)
    state = tab.state(DocumentRegisterState)
    assert {one.state for one in state.lines} == {"срок прошёл"}
    assert all("Правила" in one.note for one in state.lines)
    listed = open_tab("deputy", "/documents?view=school")
    listed.send(DocumentsState.load)
    assert [one.badge for one in listed.state(DocumentsState).lines] == ["2 не успели"]


Act = Callable[[Tab], Any]


@pytest.mark.parametrize("who", ["other_guardian", "pupil", "teacher_b"])
def test_strangers_find_nothing(who: str, cast: Cast, open_tab: OpenTab) -> None:
    number = published(open_tab, cast)
    _, state = opened(open_tab, who, number)
    assert state.title == ""
