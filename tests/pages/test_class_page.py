"""The page of a class: what is written stands there harmless, guardians are let write, refusals are said."""

import json
from datetime import timedelta
from typing import Any

import pytest

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import Consent, ConsentPurpose, FileKind
from ejournal.pages.class_page.keeping_state import ClassKeepingState
from ejournal.pages.class_page.state import ClassPageState
from ejournal.services.base.topics import class_page_topic
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast
from tests.consent_texts import publish_samples
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.files.test_keeping import Files

HOSTILE = (
    "Кто **едет**? <script>alert(1)</script> [сюда](javascript:alert(1)) \u202eмасло " + "а" + "\u0301" * 90
)


def words(answers: Any) -> list[str]:
    return [text for kind, text in said(answers) if kind in ("success", "error")]


def opened(open_tab: OpenTab, who: str, address: str = "/class-page") -> tuple[Tab, ClassPageState]:
    tab = open_tab(who, address)
    tab.send(ClassPageState.load)
    return tab, tab.state(ClassPageState)


def put(tab: Tab, part: str, **form: Any) -> Any:
    tab.send(ClassPageState.start_item, part=part)
    return tab.send(ClassPageState.save_item, form=form)


def test_news_stand_on_the_page_harmless_and_its_readers_hear_of_it(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    teacher, state = opened(open_tab, "class_teacher")
    assert (state.head.title, state.head.may_keep, len(state.classes)) == ("6 «Б»", True, 1)
    assert words(put(teacher, "news", title="Поездка", words=HOSTILE, pinned="on")) == ["Сохранено"]
    assert class_page_topic(cast.classes["6b"].id or 0) in {topic for topic, _ in told}
    _, pupil = opened(open_tab, "pupil")
    [row] = pupil.news
    assert "<strong>едет</strong>" in row.html
    assert "<script" not in row.html
    assert 'href="javascript' not in row.html
    assert "\u202e" not in row.html
    assert row.html.count("\u0301") == 2
    assert (row.pinned, row.may_change, row.may_hide) == (True, False, False)
    put(teacher, "date", title="Собрание", day=cast.actor("class_teacher").today.isoformat())
    teacher.send(ClassPageState.show_item, item_id=row.id)
    assert state.form.title == "Поездка"
    teacher.send(ClassPageState.stop_item)
    teacher.send(ClassPageState.show_item, item_id=row.id)
    assert words(teacher.send(ClassPageState.take_away)) == ["Убрано со страницы"]
    assert (state.news, len(state.coming)) == ([], 1)


def test_what_is_refused_keeps_the_form_open(open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "class_teacher")
    put(tab, "news", title="Поездка", words="а" * 100_000)
    assert tab.state(SessionState).errors["words"].startswith("Слишком длинно")
    assert state.form.part == "news"
    tab.send(ClassPageState.save_item, form={"title": "Поездка", "words": "Едем", "files": "не список"})
    assert [one.title for one in state.news] == ["Поездка"]


def test_pictures_are_put_there_with_a_word_and_looked_at_again_when_a_consent_ends(
    cast: Cast, open_tab: OpenTab
) -> None:
    with session_scope() as session:
        within = cast.taken_into(session)
        documents = publish_samples(session, cast.schools["a"].id or 0)
        [photo] = [
            one for one in documents if session.get_one(ConsentPurpose, one.purpose_id).kind == "photo"
        ]
        consent = Consent(
            school_id=photo.school_id, person_id=cast.id_of("guardian"), pupil_id=cast.id_of("pupil"),
            purpose_id=photo.purpose_id, document_id=photo.id or 0, answered_at=clock.now(),
        )  # fmt: skip
        session.add(consent)
        key = Files(within).key("class_teacher", kind=FileKind.PICTURE)
        session.flush()
        given = consent.id
    teacher, state = opened(open_tab, "class_teacher")
    assert state.head.photos == "Без согласия на фотографии: Зайцев Илья, Петров Глеб."
    put(teacher, "news", title="Поездка", words="Мы", files=json.dumps([key]))
    error = teacher.state(SessionState).errors["photos"]
    assert error == "Посмотрите, кто на снимках, и отметьте это здесь"
    form = {"title": "Поездка", "words": "Мы", "files": json.dumps([key]), "photos": "on"}
    teacher.send(ClassPageState.save_item, form=form)
    [row] = state.news
    assert row.look_again == ""
    with session_scope() as session:
        session.get_one(Consent, given).withdrawn_at = clock.now() + timedelta(minutes=1)
    teacher.send(ClassPageState.refresh)
    [row] = state.news
    assert row.look_again == "Посмотрите снимки ещё раз. Согласия на фотографии больше нет: Лебедева Анна"


def test_older_news_are_read_on_and_one_is_asked_before_any_goes(
    open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.class_page.reading.SHOWN", 1)
    teacher, state = opened(open_tab, "class_teacher")
    for title in ("Первая", "Вторая"):
        put(teacher, "news", title=title, words="Мы")
    assert (len(state.news), state.head.more_news) == (1, True)
    teacher.send(ClassPageState.show_more, key="news")
    assert (len(state.news), state.head.more_news) == (2, False)
    teacher.send(ClassPageState.show_item, item_id=state.news[0].id)
    teacher.send(ClassPageState.ask_away, wanted=True)
    assert state.taking_away
    teacher.send(ClassPageState.ask_away, wanted=False)
    assert (state.taking_away, state.form.title) == (False, "Вторая")


def test_a_guardian_is_let_write_hidden_with_a_reason_and_shown_again(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_class = cast.classes["6b"].id or 0
    teacher, page = opened(open_tab, "class_teacher")
    keeping = teacher.state(ClassKeepingState)
    teacher.send(ClassKeepingState.open_guardians, class_id=of_class)
    assert [one.writes for one in keeping.guardians] == [False, False]
    person = cast.id_of("guardian")
    assert words(teacher.send(ClassKeepingState.let_write, person_id=person, wanted=True)) == ["Сохранено"]
    assert [one.note for one in keeping.guardians if one.writes] == ["пишет с 20.11.2026"]
    monkeypatch.setattr("ejournal.services.class_page.helpers.MOST_HELPERS", 1)
    other = {"person_id": cast.id_of("teacher_parent"), "wanted": True}
    assert words(teacher.send(ClassKeepingState.let_write, **other)) == [
        "На странице класса пишут не больше 1 родителей"
    ]
    teacher.send(ClassKeepingState.close_guardians)
    guardian, theirs = opened(open_tab, "guardian", f"/class-page?class={of_class}")
    put(guardian, "news", title="Ярмарка", words="Несём")
    monkeypatch.setattr("ejournal.services.class_page.writing.MOST_ITEMS", 1)
    put(guardian, "news", title="Ещё", words="Несём")
    assert guardian.state(SessionState).errors["title"] == "Их уже 1: уберите старые"
    teacher.send(ClassPageState.refresh)
    [row] = page.news
    assert row.may_hide
    teacher.send(ClassKeepingState.start_hiding, item_id=row.id)
    teacher.send(ClassKeepingState.hide, form={"reason": ""})
    assert teacher.state(SessionState).errors["reason"] == "Напишите в нескольких словах почему"
    told = words(teacher.send(ClassKeepingState.hide, form={"reason": "Реклама"}))
    assert told == ["Скрыто, автору сказано"]
    teacher.send(ClassKeepingState.stop_hiding)
    guardian.send(ClassPageState.refresh)
    assert [one.state for one in theirs.news] == ["Скрыто от других: Реклама"]
    assert words(teacher.send(ClassKeepingState.show_again, item_id=row.id)) == ["Другие снова это видят"]


def test_heads_go_from_class_to_class_and_an_administrator_has_none(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "deputy")
    assert [one.label for one in state.classes] == ["2 «А»", "6 «Б»", "6 «В»"]
    number = str(cast.classes["6v"].id)
    [gone] = tab.send(ClassPageState.choose_class, value=number)
    assert f"/class-page?class={number}" in str(gone)
    assert state.head.title == "2 «А»"
