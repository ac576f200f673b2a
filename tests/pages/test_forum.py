"""The forum's pages: sections are made, topics begun and answered, moderators decide, refusals are said."""

from typing import Any

import pytest
from sqlalchemy import select

from ejournal.database import session_scope
from ejournal.models import ForumSection
from ejournal.models.base import table
from ejournal.pages.forum.moderation_state import ForumDecisionState, ForumWaitingState
from ejournal.pages.forum.section_state import ForumSectionState
from ejournal.pages.forum.state import ForumState
from ejournal.pages.forum.topic_state import ForumTopicState
from ejournal.services.base.topics import forum_topic, thread_topic
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.forum.forum_helpers import Forum

ASK = {"title": "Поездка", "words": "Кто **едет**?"}


@pytest.fixture
def forum(cast: Cast) -> dict[str, int]:
    """The numbers of the sections: of the school, moderated; of parents; of 6Б."""
    with session_scope() as session:
        made = Forum(cast.taken_into(session))
        return {"school": made.school, "parents": made.parents, "class": made.of_class}


def words(answers: Any) -> list[str]:
    return [text for kind, text in said(answers) if kind in ("success", "error")]


def in_section(open_tab: OpenTab, who: str, section: int) -> Tab:
    tab = open_tab(who, f"/forum?section={section}")
    tab.send(ForumState.load)
    return tab


def in_topic(open_tab: OpenTab, who: str, topic: int, more: str = "") -> tuple[Tab, ForumTopicState]:
    tab = open_tab(who, f"/forum/topic?topic={topic}{more}")
    tab.send(ForumTopicState.load)
    return tab, tab.state(ForumTopicState)


def begun(open_tab: OpenTab, who: str, section: int) -> int:
    """The number of a topic that somebody begins, as their list names it."""
    tab = in_section(open_tab, who, section)
    tab.send(ForumState.start_topic)
    tab.send(ForumState.begin_topic, form=ASK)
    tab.send(ForumState.load)
    return int(tab.state(ForumState).topics[0].id)


def test_a_guardian_asks_a_moderator_lets_it_through_another_answers(
    cast: Cast, open_tab: OpenTab, forum: dict[str, int], told: News
) -> None:
    tab = in_section(open_tab, "guardian", forum["school"])
    state = tab.state(ForumState)
    assert (state.head.title, state.head.waits, state.head.may_write) == ("Школа", True, True)
    assert state.head.who == "Читают: ученики, родители, сотрудники школы, администрация"
    tab.send(ForumState.start_topic)
    assert state.writing
    tab.send(ForumState.stop_topic)
    assert words(tab.send(ForumState.begin_topic, form=ASK)) == ["Сначала посмотрит модератор"]
    assert forum_topic(cast.schools["a"].id or 0) in {topic for topic, _ in told}
    other = in_section(open_tab, "teacher_parent", forum["school"])
    assert other.state(ForumState).topics == []
    deputy = open_tab("deputy", "/forum/waiting")
    deputy.send(ForumWaitingState.load)
    [row] = deputy.state(ForumWaitingState).waiting
    assert (row.title, row.html) == ("Поездка", "<p>Кто <strong>едет</strong>?</p>\n")
    assert words(deputy.send(ForumDecisionState.let_through, topic_id=row.topic, number=1)) == ["Решено"]
    deputy.send(ForumWaitingState.refresh)
    assert deputy.state(ForumWaitingState).waiting == []
    other.send(ForumState.load)
    assert [one.title for one in other.state(ForumState).topics] == ["Поездка"]
    teacher, shown = in_topic(open_tab, "teacher", row.topic)
    assert (shown.posts[0].author, shown.head.follows) == ("М. П. Лебедева", False)
    assert words(teacher.send(ForumTopicState.answer, form={"words": "Я"})) == ["Ответ отправлен"]
    assert thread_topic(row.topic) in {topic for topic, _ in told}
    assert shown.head.follows
    teacher.send(ForumTopicState.follow, wanted=False)
    assert not shown.head.follows
    _, mine = in_topic(open_tab, "guardian", row.topic)
    assert [one.author for one in mine.posts] == ["Вы", "П. И. Соколов"]
    assert mine.posts[1].new


def test_staff_make_sections_and_what_they_lack_is_said_by_its_field(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab("deputy", "/forum")
    tab.send(ForumState.load)
    state = tab.state(ForumState)
    assert (state.groups, state.makes, state.usual) == ([], True, True)
    assert words(tab.send(ForumState.make_usual)) == ["Разделы созданы"]
    assert [one.title for one in state.groups] == ["Школа", "Классы"]
    assert not state.usual
    tab.send(ForumSectionState.new_section)
    dialog = tab.state(ForumSectionState)
    assert [one.label for one in dialog.classes] == ["2 «А»", "6 «Б»", "6 «В»"]
    for form, field, answer in (
        ({"title": " ", "reads_staff": "on"}, "title", "Напишите что-нибудь"),
        ({"title": "Питание"}, "reads", "Отметьте, кто читает"),
        ({"title": "А", "reads_staff": "on", "writes_pupils": "on"}, "writes", "Кто пишет, тот и читает"),
    ):
        tab.send(ForumSectionState.save_section, form=form)
        assert tab.state(SessionState).errors[field] == answer
    monkeypatch.setattr("ejournal.services.forum.sections.MOST_SECTIONS", 1)
    form = {"title": "Питание", "reads_guardians": "on", "moderated": "on"}
    tab.send(ForumSectionState.save_section, form=form)
    assert tab.state(SessionState).errors["title"] == "Разделов уже 1, больше нельзя"
    monkeypatch.setattr("ejournal.services.forum.sections.MOST_SECTIONS", 100)
    assert words(tab.send(ForumSectionState.save_section, form=form)) == ["Сохранено"]
    with session_scope() as session:
        number = max(session.scalars(select(table(ForumSection).c.id)))
    tab.send(ForumSectionState.show_section, section_id=number)
    assert (dialog.form.title, dialog.form.moderated, dialog.form.reads_staff) == ("Питание", True, False)
    tab.send(ForumSectionState.close_section)
    assert not dialog.section_open
    teacher = open_tab("class_teacher", "/forum")
    teacher.send(ForumState.load)
    teacher.send(ForumSectionState.new_section)
    teacher.send(ForumSectionState.save_section, form=form)
    assert teacher.state(SessionState).errors["of_class"] == "Выберите класс"


def test_what_cannot_be_written_is_said(
    cast: Cast, open_tab: OpenTab, forum: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil = in_section(open_tab, "pupil", forum["class"])
    assert pupil.state(ForumState).head.why == "Этот раздел вы только читаете"
    assert words(pupil.send(ForumState.start_topic)) == ["Этот раздел вы только читаете"]
    topic = begun(open_tab, "guardian", forum["class"])
    guardian, state = in_topic(open_tab, "guardian", topic)
    errors = guardian.state(SessionState)
    guardian.send(ForumTopicState.answer, form={"words": "а" * 100_000})
    assert errors.errors["words"].startswith("Слишком длинно")
    teacher, _ = in_topic(open_tab, "class_teacher", topic)
    teacher.send(ForumDecisionState.open_decision, topic_id=topic, number=1)
    teacher.send(ForumDecisionState.choose_deed, deed="closed")
    teacher.send(ForumDecisionState.decide, form={"reason": ""})
    assert teacher.state(SessionState).errors["reason"] == "Напишите в нескольких словах почему"
    teacher.send(ForumDecisionState.decide, form={"reason": "Решено"})
    guardian.send(ForumTopicState.answer, form={"words": "Ещё"})
    assert errors.errors["words"] == "Тема закрыта: новое здесь не пишут"
    guardian.send(ForumTopicState.load)
    assert state.posts[0].said == ["Закрыто: Решено"]
    teacher.send(ForumDecisionState.open_decision, topic_id=topic, number=1)
    teacher.send(ForumDecisionState.choose_deed, deed="opened")
    teacher.send(ForumDecisionState.decide, form={})
    monkeypatch.setattr("ejournal.services.forum.standing.MOST_POSTS", 1)
    guardian.send(ForumTopicState.answer, form={"words": "Ещё"})
    assert errors.errors["words"] == "В теме уже 1 ответов: начните новую"
    monkeypatch.undo()
    waiting = begun(open_tab, "guardian", forum["school"])
    guardian, state = in_topic(open_tab, "guardian", waiting)
    assert state.head.state == "ждёт модератора"
    guardian.send(ForumTopicState.answer, form={"words": "Ещё"})
    told = guardian.state(SessionState).errors["words"]
    assert told == "Тема ждёт модератора или скрыта: ответить в ней нельзя"
    with session_scope() as session:
        session.get_one(ForumSection, forum["class"]).closed = True
    guardian, state = in_topic(open_tab, "guardian", topic)
    assert state.head.why == "Раздел закрыт: новое здесь не пишут"


def test_an_own_post_is_changed_and_taken_back(open_tab: OpenTab, forum: dict[str, int]) -> None:
    topic = begun(open_tab, "guardian", forum["class"])
    tab, state = in_topic(open_tab, "guardian", topic)
    tab.send(ForumTopicState.start_change, number=1)
    assert state.changing.words == "Кто **едет**?"
    form = {"title": "Музей", "words": "Кто?"}
    assert words(tab.send(ForumTopicState.change, form=form)) == ["Сохранено"]
    assert (state.head.title, state.posts[0].edited) == ("Музей", True)
    tab.send(ForumTopicState.answer, form={"words": "И ещё"})
    tab.send(ForumTopicState.start_change, number=1)
    assert words(tab.send(ForumTopicState.take_back)) == ["В теме уже есть ответы: она останется"]
    tab.send(ForumTopicState.stop_change)
    tab.send(ForumTopicState.start_change, number=2)
    stale = state.changing
    assert words(tab.send(ForumTopicState.take_back)) == ["Сообщение убрано"]
    assert state.posts[1].state == "Автор убрал сообщение"
    state.changing = stale  # a dialog that stayed open
    late = "Изменить можно только своё сообщение и не позже чем через 1 ч"
    assert words(tab.send(ForumTopicState.take_back)) == [late]


def test_a_post_is_reported_its_author_warned_and_muted(
    cast: Cast, open_tab: OpenTab, forum: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = begun(open_tab, "guardian", forum["class"])
    parent, state = in_topic(open_tab, "teacher_parent", topic)
    parent.send(ForumTopicState.start_report, number=1)
    assert state.reporting == 1
    told = words(parent.send(ForumTopicState.send_report, form={"reason": "Грубо"}))
    assert told == ["Жалобу рассмотрит модератор форума"]
    parent.send(ForumTopicState.start_report, number=1)
    parent.send(ForumTopicState.send_report, form={"reason": "Снова"})
    assert parent.state(SessionState).errors["reason"] == "Вы уже пожаловались на это сообщение"
    parent.send(ForumTopicState.stop_report)
    pupil, _ = in_topic(open_tab, "pupil", topic)
    monkeypatch.setattr("ejournal.services.forum.reporting.MOST_OPEN", 0)
    pupil.send(ForumTopicState.start_report, number=1)
    pupil.send(ForumTopicState.send_report, form={"reason": "Грубо"})
    assert pupil.state(SessionState).errors["reason"].startswith("Сначала школа разберёт")
    tab = open_tab("class_teacher", "/forum/waiting")
    tab.send(ForumWaitingState.load)
    page, dialog = tab.state(ForumWaitingState), tab.state(ForumDecisionState)
    assert page.reported[0].asked == "Жалуется А. Ю. Зайцев: Грубо"
    tab.send(ForumDecisionState.open_decision, topic_id=topic, number=1)
    assert dialog.decision.author == "М. П. Лебедева"
    tab.send(ForumDecisionState.choose_deed, deed="muted")
    tab.send(ForumDecisionState.decide, form={"reason": "Грубость", "mute": ""})
    assert tab.state(SessionState).errors["mute"] == "Выберите из списка"
    tab.send(ForumDecisionState.decide, form={"reason": "Грубость", "mute": "day"})
    tab.send(ForumWaitingState.refresh)
    assert (page.reported, dialog.decision.number) == ([], 0)
    [muted] = page.muted
    guardian, shown = in_topic(open_tab, "guardian", topic)
    assert shown.head.why.startswith("Вы только читаете") or "Грубость" in shown.head.why
    assert not shown.head.may_write
    assert words(tab.send(ForumWaitingState.lift_mute, decision_id=muted.id)) == ["Сохранено"]
    tab.send(ForumDecisionState.open_decision, topic_id=topic, number=1)
    tab.send(ForumDecisionState.choose_deed, deed="hidden")
    deputy = open_tab("deputy", "/forum/waiting")
    deputy.send(ForumWaitingState.load)
    deputy.send(ForumDecisionState.open_decision, topic_id=topic, number=1)
    deputy.send(ForumDecisionState.decide, form={"reason": "Не по делу"})
    assert words(tab.send(ForumDecisionState.decide, form={"reason": "Грубость"})) == [
        "По этому сообщению уже решили"
    ]
    tab.send(ForumDecisionState.close_decision)
    guardian.send(ForumTopicState.refresh)
    assert shown.posts[0].said[-1] == "Скрыто: Не по делу"


def test_a_topic_is_pinned_moved_and_found(open_tab: OpenTab, forum: dict[str, int]) -> None:
    topic = begun(open_tab, "guardian", forum["class"])
    tab, state = in_topic(open_tab, "deputy", topic)
    tab.send(ForumTopicState.pin)
    assert state.head.pinned
    tab.send(ForumDecisionState.open_decision, topic_id=topic, number=1)
    dialog = tab.state(ForumDecisionState)
    assert [one.label for one in dialog.sections] == ["Школа", "Родители"]
    tab.send(ForumDecisionState.choose_deed, deed="moved")
    tab.send(ForumDecisionState.decide, form={"reason": "Не о классе"})
    assert tab.state(SessionState).errors["section"] == "Выберите из списка"
    tab.send(ForumDecisionState.decide, form={"reason": "Не о классе", "section": str(forum["parents"])})
    found = open_tab("other_guardian", "/forum")
    found.send(ForumState.load)
    found.send(ForumState.search, words="поездкой")
    [hit] = found.state(ForumState).found
    assert hit.href == f"/forum/topic?topic={topic}&post=1#p1"
    assert (hit.title.word, hit.words.before, found.state(ForumState).found_note) == (
        "Поездка", "", "1 сообщение"
    )  # fmt: skip
    found.send(ForumState.search, words="на")
    assert found.state(ForumState).found_note == "Напишите слово хотя бы из 3 букв"
    found.send(ForumState.search, words="")
    assert not found.state(ForumState).searched
    _, shown = in_topic(open_tab, "other_guardian", topic, "&post=1")
    assert shown.head.section == "Родители"
    pupil = open_tab("pupil", f"/forum/topic?topic={topic}")
    pupil.send(ForumTopicState.load)
    assert pupil.state(SessionState).missing
