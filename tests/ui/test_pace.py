"""A busy room is told in turns: nothing is lost of it, and nobody else waits."""

import asyncio
from typing import Any

import pytest

from ejournal.news import News
from ejournal.services.base.topics import chat_topic, chat_typing_topic, course_topic
from ejournal.ui.runtime.busy import pace

NEW: News = (chat_topic(7), {"new": True})
FOLLOWERS = 50


@pytest.fixture
def told() -> list[tuple[News, str]]:
    return []


def tells(told: list[tuple[News, str]], *news: tuple[News, str]) -> list[int]:
    """How much had been told after each, while the topic rested."""

    def now(one: News, origin: str) -> int:
        told.append((one, origin))
        return FOLLOWERS

    async def run() -> list[int]:
        counts = []
        for one, origin in news:
            pace.tell(one, origin, now)
            counts.append(len(told))
        while pace.topics_at_rest():
            await asyncio.sleep(pace.RESTS_S)
        return counts

    return asyncio.run(run())


def test_the_first_message_is_told_at_once_and_those_of_its_rest_together(told: list[Any]) -> None:
    assert tells(told, (NEW, "a"), (NEW, "b"), (NEW, "c")) == [1, 1, 1]
    assert told == [(NEW, "a"), (NEW, "")]


def test_a_tab_whose_own_messages_came_alone_is_not_told_of_them(told: list[Any]) -> None:
    tells(told, (NEW, "a"), (NEW, "a"), (NEW, "a"))
    assert told == [(NEW, "a"), (NEW, "a")]


@pytest.mark.parametrize(
    "news",
    [(chat_topic(7), {"number": 3}), (chat_topic(7), {"reload": True}), (course_topic(7), {"mark": 5})],
)
def test_what_says_something_of_its_own_never_waits(news: News, told: list[Any]) -> None:
    assert tells(told, (news, ""), (news, ""), (news, "")) == [1, 2, 3]


def test_rooms_do_not_wait_for_each_other(told: list[Any]) -> None:
    other = (chat_topic(8), {"new": True})
    assert tells(told, (NEW, ""), (other, ""), (NEW, "")) == [1, 2, 2]
    assert told == [(NEW, ""), (other, ""), (NEW, "")]


def test_of_many_who_write_the_last_is_told(told: list[Any]) -> None:
    typing = [(chat_typing_topic(7), {"who": one, "name": str(one)}) for one in range(9)]
    tells(told, *((one, "") for one in typing))
    assert [one for one, _ in told] == [typing[0], typing[-1]]


def test_a_rest_ends_with_the_loop_in_which_it_began(told: list[Any]) -> None:
    async def begins() -> None:
        pace.tell(NEW, "", lambda _one, _origin: FOLLOWERS)

    asyncio.run(begins())
    assert tells(told, (NEW, "")) == [1]
