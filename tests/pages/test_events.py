"""Events on their pages: planned, announced, answered, moved, cancelled, attended."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from ejournal.database import session_scope
from ejournal.pages.events.calendar_state import EventsState
from ejournal.pages.events.event_state import OpenEventState
from ejournal.pages.events.write_state import EventWriteState
from ejournal.services.base import tables as db
from ejournal.services.base.topics import events_topic
from ejournal.ui.runtime.session import SessionState
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab

LATER = DAY + timedelta(days=10)
HOSTILE = "Едем **все** <script>alert(1)</script> [сюда](javascript:alert(1))"


def words(answers: Any) -> list[str]:
    return [text for kind, text in said(answers) if kind in ("success", "error")]


class Desk:
    """Somebody who plans an event on the page."""

    def __init__(self, open_tab: OpenTab, who: str) -> None:
        tab = open_tab(who, "/events")
        tab.send(EventsState.load)
        [gone] = tab.send(EventsState.begin)
        self.id = int(str(gone).split("id=")[1].split('"')[0].split("&")[0].rstrip("\\'"))
        self.tab = open_tab(who, f"/events/write?id={self.id}")
        self.tab.send(EventWriteState.load)
        self.state = self.tab.state(EventWriteState)

    def look(self, *parts: str, **form: Any) -> Any:
        """Invite these parts and go on to the look at it."""
        for one in parts:
            self.tab.send(EventWriteState.add_part, value=one)
        filled = {"title": "Поездка", "words": HOSTILE, "day": LATER.isoformat(), "starts": "10:00"}
        return self.tab.send(EventWriteState.review, form=filled | form)

    def announce(self, *parts: str, **form: Any) -> int:
        """An event that is announced."""
        self.look(*parts, **form)
        assert self.state.checking, self.tab.state(SessionState).errors
        assert words(self.tab.send(EventWriteState.announce)) == ["Событие объявлено"]
        return self.id


def opened(open_tab: OpenTab, who: str, number: int) -> tuple[Tab, OpenEventState]:
    tab = open_tab(who, f"/events/read?id={number}")
    tab.send(OpenEventState.load)
    return tab, tab.state(OpenEventState)


def shown(open_tab: OpenTab, who: str, address: str) -> EventsState:
    tab = open_tab(who, address)
    tab.send(EventsState.load)
    return tab.state(EventsState)


@pytest.fixture
def of_class(cast: Cast) -> str:
    return f"class:{cast.classes['6b'].id}"


def test_an_event_is_announced_answered_and_its_last_place_waited_for(
    cast: Cast, open_tab: OpenTab, told: News, of_class: str
) -> None:
    desk = Desk(open_tab, "deputy")
    desk.look(of_class, per="person", seats="2", guests="1", place="у входа")
    assert "<strong>все</strong>" in desk.state.html
    assert "<script" not in desk.state.html
    assert desk.state.days == ["пн, 30\xa0ноября, 10:00"]
    assert desk.state.will[1:3] == ["1 день", "Каждого спросят, придёт ли он"]
    desk.tab.send(EventWriteState.back)
    number = desk.announce(per="person", seats="2", guests="1", place="у входа")
    assert events_topic(cast.schools["a"].id or 0) in {topic for topic, _ in told}
    guardian, state = opened(open_tab, "guardian", number)
    assert (state.item.left, state.item.asks, state.item.keeps) == ("Осталось 2 места", True, False)
    me = cast.id_of("guardian")
    assert words(guardian.send(OpenEventState.answer, for_id=me, value="yes")) == ["Ответ сохранён"]
    assert state.item.answers[0].state == "Место есть"
    guardian.send(OpenEventState.bring, for_id=me, value="1")
    assert state.item.left == "Мест не осталось"
    pupil, theirs = opened(open_tab, "pupil", number)
    told_ = words(pupil.send(OpenEventState.answer, for_id=cast.id_of("pupil"), value="yes"))
    assert told_ == ["Мест не осталось: вы в очереди и получите место, как только оно появится"]
    assert theirs.item.answers[0].state == "Ждёт места, 1\u2011й в очереди"
    assert theirs.item.left == "Мест не осталось · 1 ждёт"
    desk.tab.send(EventWriteState.load)
    again = desk.tab.send(EventWriteState.review, form={"title": "Поездка", "day": "", "per": "child"})
    assert words(again) == []
    assert desk.tab.state(SessionState).errors["per"] == "Уже есть ответы: кто отвечает, изменить нельзя"
    guardian.send(OpenEventState.bring, for_id=me, value="0")
    pupil.send(OpenEventState.load)
    assert theirs.item.answers[0].state == "Место есть"
    _, mine = opened(open_tab, "deputy", number)
    assert mine.counts == "Придут: 2, возможно: 0, не придут: 0, ждут места: 0"
    assert [one.name.split()[0] for one in mine.coming] == ["Лебедева", "Лебедева"]
    guardian.send(OpenEventState.bring, for_id=me, value="1")
    assert guardian.state(SessionState).errors["guests"] == "Столько мест не осталось"


def test_what_has_begun_takes_no_answer(cast: Cast, open_tab: OpenTab, of_class: str) -> None:
    number = Desk(open_tab, "deputy").announce(of_class, per="person")
    guardian, _ = opened(open_tab, "guardian", number)
    with session_scope() as session:
        session.execute(update(db.event_date).values(day=DAY - timedelta(days=1)))
    assert words(guardian.send(OpenEventState.answer, for_id=cast.id_of("guardian"), value="yes")) == [
        "Уже началось"
    ]


def test_it_is_moved_asked_anew_and_cancelled(cast: Cast, open_tab: OpenTab, of_class: str) -> None:
    number = Desk(open_tab, "deputy").announce(
        of_class, per="person", weekly_until=(LATER + timedelta(days=7)).isoformat(), days="20.12.2026"
    )
    guardian, state = opened(open_tab, "guardian", number)
    assert [one.label for one in state.dates] == [
        "пн, 30\xa0ноября, 10:00", "пн, 7\xa0декабря, 10:00", "вс, 20\xa0декабря, 10:00",
    ]  # fmt: skip
    guardian.send(OpenEventState.answer, for_id=cast.id_of("guardian"), value="maybe")
    author, mine = opened(open_tab, "deputy", number)
    author.send(OpenEventState.ask, what="move")
    assert mine.asking == "move"
    moved = author.send(
        OpenEventState.set_date, form={"day": "2026-12-01", "starts": "11:00", "till": "12:00"}
    )
    assert words(moved) == ["Перенесено: всем сказано, ответы спросят заново"]
    guardian.send(OpenEventState.load)
    assert state.item.answers[0].state == "День перенесли: ответьте заново"
    assert mine.coming[0].note == "ответ до переноса"
    author.send(OpenEventState.ask, what="add")
    added = author.send(OpenEventState.set_date, form={"day": "2026-12-27"})
    assert words(added) == ["Приглашённым сказано о новом дне"]
    author.send(OpenEventState.ask, what="cancel_date")
    assert words(author.send(OpenEventState.cancel)) == ["Отменено, приглашённым сказано"]
    assert mine.item.state == "Этот день отменён"
    guardian.send(OpenEventState.choose_date, value=mine.date_id)
    assert words(guardian.send(OpenEventState.answer, for_id=cast.id_of("guardian"), value="yes")) == [
        "Это отменено"
    ]
    author.send(OpenEventState.ask, what="cancel")
    author.send(OpenEventState.cancel)
    assert mine.item.state == "Событие отменено"


def test_the_calendar_shows_a_month_and_what_is_to_come(open_tab: OpenTab, of_class: str) -> None:
    desk = Desk(open_tab, "deputy")
    number = desk.announce(of_class, per="person")
    month = shown(open_tab, "guardian", "/events?month=2026-11")
    assert month.title == "Ноябрь 2026"
    assert (month.before, month.after) == ("/events?month=2026-10", "/events?month=2026-12")
    days = [day for week in month.weeks for day in week.days]
    assert (len(days) % 7, sum(day.is_today for day in days)) == (0, 1)
    [found] = [one for day in days for one in day.events]
    assert (found.title, found.badge, found.href.split("&")[0]) == (
        "Поездка", "ответьте", f"/events/read?id={number}",
    )  # fmt: skip
    for wrong in ("abc", "2026-99", "9999-01", "'"):
        assert shown(open_tab, "guardian", f"/events?month={wrong}").ready
    assert [one.title for one in shown(open_tab, "pupil", "/events?view=list").lines] == ["Поездка"]
    assert shown(open_tab, "other_guardian", "/events?view=list").lines == []
    assert shown(open_tab, "guardian", "/events?view=mine").view == "month"
    Desk(open_tab, "deputy")
    [draft] = shown(open_tab, "deputy", "/events?view=mine").lines
    assert (draft.title, draft.badge) == ("Без заголовка", "черновик")


def test_who_was_there_is_marked_and_taken_back(cast: Cast, open_tab: OpenTab, of_class: str) -> None:
    number = Desk(open_tab, "deputy").announce(of_class, per="person", day=DAY.isoformat(), starts="")
    guardian, _ = opened(open_tab, "guardian", number)
    guardian.send(OpenEventState.answer, for_id=cast.id_of("guardian"), value="yes")
    author, mine = opened(open_tab, "deputy", number)
    [line] = mine.coming
    author.send(OpenEventState.mark, answer_id=line.id, value="yes")
    assert mine.coming[0].was == "yes"
    author.send(OpenEventState.mark, answer_id=line.id, value="yes")
    assert mine.coming[0].was == ""


def test_an_announced_event_is_changed_and_a_draft_thrown_away(open_tab: OpenTab, of_class: str) -> None:
    number = Desk(open_tab, "deputy").announce(of_class)
    tab = open_tab("deputy", f"/events/write?id={number}")
    tab.send(EventWriteState.load)
    form = {"title": "Иначе", "words": "Так", "place": "в зале"}
    assert words(tab.send(EventWriteState.review, form=form)) == ["Сохранено"]
    _, state = opened(open_tab, "guardian", number)
    assert (state.item.title, state.item.place) == ("Иначе", "в зале")
    desk = Desk(open_tab, "class_teacher")
    desk.tab.send(EventWriteState.choose_whom, value="pupils")
    desk.tab.send(EventWriteState.find_person, words="Лебедева")
    desk.tab.send(EventWriteState.add_part, value=of_class)
    desk.tab.send(EventWriteState.drop_part, value=of_class)
    assert (desk.state.count, desk.state.whom) == ("Пока никто не выбран", "pupils")
    desk.tab.send(EventWriteState.throw_away)
    assert shown(open_tab, "class_teacher", "/events?view=mine").lines == []
