"""The bell and its page: counted on every page, live, read by looking, each notice leads somewhere."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import NoticeKind
from ejournal.pages.account.state import AccountState
from ejournal.pages.accounts.state import AccountsState
from ejournal.pages.chat.state import ChatState
from ejournal.pages.chat_reports.state import ChatReportsState
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.class_page.state import ClassPageState
from ejournal.pages.class_people.state import ClassPeopleState
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.diary_marks.state import DiaryMarksState
from ejournal.pages.documents.open_state import OpenDocumentState
from ejournal.pages.documents.register_state import DocumentRegisterState
from ejournal.pages.events.event_state import OpenEventState
from ejournal.pages.forum.moderation_state import ForumWaitingState
from ejournal.pages.forum.topic_state import ForumTopicState
from ejournal.pages.home.state import HomeState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.messages.open_state import OpenMessageState
from ejournal.pages.news.item_state import NewsItemState
from ejournal.pages.notices.rows import NoticeRow
from ejournal.pages.notices.state import NoticesState
from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.state import SubstitutionsState
from ejournal.pages.survey_answers.state import SurveyAnswerState
from ejournal.services.base import tables as db
from ejournal.services.base.topics import bell_topic
from ejournal.ui.runtime.session import PageState, SessionState
from ejournal.ui.runtime.transaction import transact
from ejournal.ui.runtime.work import Work
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import News, OpenTab
from tests.services.journal_helpers import op, put_one
from tests.services.notice_acts import ACTS
from tests.services.notices.test_outbox import put_many

LOADERS: dict[str, Any] = {
    "/": HomeState.load,
    "/chat": ChatState.load,
    "/messages/read": OpenMessageState.load,
    "/documents/read": OpenDocumentState.load,
    "/documents/register": DocumentRegisterState.load,
    "/chat/reports": ChatReportsState.load,
    "/forum/topic": ForumTopicState.load,
    "/forum/waiting": ForumWaitingState.load,
    "/diary": DiaryState.load,
    "/diary/marks": DiaryMarksState.load,
    "/journal": JournalState.load,
    "/schedule": ScheduleState.load,
    "/substitutions": SubstitutionsState.load,
    "/absence": OwnAbsenceState.load,
    "/notices": NoticesState.load,
    "/class": ClassState.load,
    "/class/people": ClassPeopleState.load,
    "/class-page": ClassPageState.load,
    "/news/read": NewsItemState.load,
    "/surveys/answer": SurveyAnswerState.load,
    "/events/read": OpenEventState.load,
    "/accounts": AccountsState.load,
    "/account": AccountState.load,
}


def do(cast: Cast, *kinds: NoticeKind) -> None:
    """What brings the notices about, committed."""
    with session_scope() as session:
        cast.session = session
        for kind in kinds:
            ACTS[kind].act(cast)


def notices(open_tab: OpenTab, name: str, address: str = "/notices") -> tuple[Tab, NoticesState]:
    tab = open_tab(name, address)
    tab.send(NoticesState.load)
    return tab, tab.state(NoticesState)


def lines(state: NoticesState) -> list[NoticeRow]:
    return [one for day in state.days for one in day.notices]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_leads_its_reader_to_a_page_that_opens(
    cast: Cast, open_tab: OpenTab, kind: NoticeKind
) -> None:
    do(cast, kind)
    for reader in ACTS[kind].readers:
        _, state = notices(open_tab, reader)
        [line] = [one for one in lines(state) if one.kind == kind.value]
        tab = open_tab(reader, line.href)
        loader = LOADERS[urlsplit(line.href).path]
        tab.send(loader)
        assert not tab.state(loader.state).missing, line.href


def test_the_bell_counts_on_every_page_and_looking_reads(cast: Cast, open_tab: OpenTab) -> None:
    do(cast, NoticeKind.PRAISE, NoticeKind.TERM_MARK)
    home = open_tab("guardian", "/")
    home.send(HomeState.load)
    assert home.state(SessionState).unread == 2
    tab, state = notices(open_tab, "guardian")
    assert [(one.title, one.is_new) for one in lines(state)] == [
        ("Математика, II четверть: 5", True),
        ("Похвала: На уроке", True),
    ]
    assert (state.days[0].title, state.days[0].fresh) == ("Сегодня", "2 новых")
    assert {one.child for one in lines(state)} == {"Анна"}
    tab.send(NoticesState.looked)
    assert (state.unread, state.fresh) == (0, "")
    assert all(one.is_new for one in lines(state)), "the edge stays until the page is left"
    tab.send(NoticesState.load)
    assert [one.is_new for one in lines(state)] == [False, False]
    home.send(HomeState.load)
    assert home.state(SessionState).unread == 0


def test_the_place_of_the_chat_counts_rooms_with_something_new_until_looked_at(
    cast: Cast, open_tab: OpenTab
) -> None:
    do(cast, NoticeKind.PRAISE, NoticeKind.CHAT_MESSAGE)
    with session_scope() as session:
        session.execute(update(db.outbox_notice).values(created_at=cast.made_at))
    tab = open_tab("guardian", "/")
    tab.send(HomeState.load)
    shell = tab.state(SessionState)
    assert {one.key: one.unread for one in shell.places if one.unread} == {"chat": 1}
    assert shell.unread == 2
    other, state = notices(open_tab, "guardian")
    other.send(NoticesState.looked)
    assert [one.unread for one in state.places if one.key == "chat"] == [0]
    assert [one.unread for one in state.bottom_places + state.more_places if one.key == "chat"] == [0]


def test_notices_are_picked_out_by_kind_and_found_by_words(cast: Cast, open_tab: OpenTab) -> None:
    do(cast, NoticeKind.PRAISE, NoticeKind.TERM_MARK, NoticeKind.CHAT_MESSAGE)
    tab, state = notices(open_tab, "guardian", "/notices?kind=marks")
    assert [one.label for one in state.kinds] == [
        "все", "Отметки", "Похвала и замечания", "Сообщения, форум, страница класса"
    ]  # fmt: skip
    assert [one.kind for one in lines(state)] == ["term_mark"]
    [gone] = tab.send(NoticesState.choose_kind, value="talk")
    assert "/notices?kind=talk" in str(gone)
    tab.send(NoticesState.look, words="четвертью")
    assert ([one.kind for one in lines(state)], state.found_note) == (["term_mark"], "1 уведомление")
    tab.send(NoticesState.look, words="похвала")
    assert (lines(state), state.found_note) == ([], "Ничего не найдено")
    tab.send(NoticesState.look, words="в")
    assert state.found_note == "Напишите слово хотя бы из 3 букв"
    tab.send(NoticesState.look, words="")
    assert (len(lines(state)), state.found_note) == (1, "")
    _, other = notices(open_tab, "guardian", "/notices?kind=nothing")
    assert (other.kind, len(lines(other))) == ("", 3)


def test_a_search_says_what_it_left_out(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope() as session:
        cast.session = session
        put_many(cast, 60)
    tab, state = notices(open_tab, "guardian")
    tab.send(NoticesState.look, words="физика")
    assert state.found_note == "Последние 50: ещё одно слово сузит поиск"
    monkeypatch.setattr("ejournal.services.notices.searching.LOOKED_THROUGH", 9)
    tab.send(NoticesState.look, words="физика")
    assert state.found_note == "9 уведомлений · просмотрены последние 9"


def test_what_comes_meanwhile_is_told_to_each_readers_tabs_and_shown(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    _, state = notices(open_tab, "pupil")
    assert (state.days, state.unread) == ([], 0)
    teacher = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}")
    teacher.send(JournalState.load)
    put = {"id": "1", "p": f"P{cast.id_of('pupil')}", "c": f"L{cast.lessons['maths'].id}", "v": "5"}
    teacher.send(JournalState.put, [put])
    topics = [topic for topic, _ in told]
    assert {bell_topic(cast.id_of(name)) for name in ("pupil", "guardian")} <= set(topics)
    ring(state)
    assert [one.title for one in lines(state)] == ["Математика: 5"]
    assert (state.fresh != "", state.of_family) == (True, True)


def ring(state: PageState) -> None:
    """What a tab does when its person's bell rings."""

    def act(work: Work) -> None:
        state._bell_rang(work)

    transact(state, act, False)


def test_mark_all_as_read_reaches_other_pages_and_other_tabs(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    with session_scope() as session:
        cast.session = session
        put_many(cast, 120)
    tab, state = notices(open_tab, "guardian")
    assert (state.unread, len(lines(state)), state.earlier != "") == (100, 50, True)
    tab.send(NoticesState.mark_all)
    assert (state.unread, [one for one in lines(state) if one.is_new]) == (0, [])
    assert bell_topic(cast.id_of("guardian")) in [topic for topic, _ in told]
    _, earlier = notices(open_tab, "guardian", f"/notices?from={state.earlier}")
    assert (len(lines(earlier)), earlier.is_first) == (50, False)
    assert not {one.id for one in lines(earlier)} & {one.id for one in lines(state)}


def test_an_earlier_page_stays_while_it_is_read(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        cast.session = session
        put_many(cast, 60)
    _, first = notices(open_tab, "guardian")
    _, state = notices(open_tab, "guardian", f"/notices?from={first.earlier}")
    before = lines(state)
    do(cast, NoticeKind.MARK)
    ring(state)
    assert lines(state) == before


def test_chips_are_for_guardians_of_several_and_a_foreign_child_is_none(
    cast: Cast, open_tab: OpenTab
) -> None:
    do(cast, NoticeKind.MARK)
    _, state = notices(open_tab, "guardian", f"/notices?child={cast.id_of('brother')}")
    assert [one.label for one in state.children] == ["Анна, 6 «Б»", "Лев, 2 «А»"]
    assert (state.child, state.days) == (str(cast.id_of("brother")), [])
    _, state = notices(open_tab, "guardian", f"/notices?child={cast.id_of('other_pupil')}")
    assert (state.child, len(lines(state))) == ("", 1)
    for name in ("other_guardian", "pupil", "deputy"):
        _, state = notices(open_tab, name, f"/notices?child={cast.id_of('pupil')}")
        assert (state.children, state.child) == ([], "")


def test_what_a_person_does_rings_their_own_bell_too(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("class_teacher", f"/journal?course={cast.courses['maths'].id}")
    tab.send(JournalState.load)
    assert tab.state(SessionState).unread == 0

    def act(work: Work) -> None:
        cast.session = work.session
        ACTS[NoticeKind.LATE_CHANGE].act(cast)

    _, work = transact(tab.state(JournalState), act, True)
    assert bell_topic(cast.id_of("class_teacher")) in dict(work.news)
    assert tab.state(SessionState).unread == 1


def test_a_mark_of_yesterday_stands_under_yesterday(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        cast.session = session
        put_one(cast, op(cast, "5"))
        actor = actor_of(session, cast.token("guardian"))
        assert actor is not None
    _, state = notices(open_tab, "guardian")
    assert lines(state)[0].href == f"/diary?child={cast.id_of('pupil')}&day={DAY.isoformat()}"
