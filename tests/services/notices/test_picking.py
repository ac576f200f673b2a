"""One's own notices are picked out by what they are about and found by their words."""

import pytest

from ejournal.access.actor import Actor
from ejournal.models import NoticeKind
from ejournal.services.notices import searching
from ejournal.services.notices.board import PAGE, Asked, own_notices
from ejournal.services.notices.groups import NoticeGroup, group_of, kinds_of, own_groups
from ejournal.services.notices.searching import Found, find
from tests.cast import Cast
from tests.services.journal_helpers import QueryCount
from tests.services.notice_acts import ACTS
from tests.services.notices.test_outbox import put_many


@pytest.fixture
def guardian(cast: Cast) -> Actor:
    """Somebody with a praise, a term mark and a word in the chat."""
    for kind in (NoticeKind.PRAISE, NoticeKind.TERM_MARK, NoticeKind.CHAT_MESSAGE):
        ACTS[kind].act(cast)
    return cast.actor("guardian")


def ask(cast: Cast, actor: Actor, words: str, asked: Asked = Asked()) -> Found:  # noqa: B008
    return find(cast.session, actor, words, asked, "ru")


def test_each_kind_stands_in_one_group() -> None:
    assert sorted(kind for group in NoticeGroup for kind in kinds_of(group)) == sorted(NoticeKind)


def test_one_picks_among_the_groups_that_one_has(cast: Cast, guardian: Actor) -> None:
    assert own_groups(cast.session, guardian) == [NoticeGroup.MARKS, NoticeGroup.CONDUCT, NoticeGroup.TALK]
    for group in NoticeGroup:
        found = own_notices(cast.session, guardian, Asked(kinds=kinds_of(group))).notices
        assert all(group_of(one.kind) is group for one in found)
    marks = Asked(cast.id_of("pupil"), kinds_of(NoticeGroup.MARKS))
    assert [one.kind for one in own_notices(cast.session, guardian, marks).notices] == [NoticeKind.TERM_MARK]
    assert own_groups(cast.session, cast.actor("other_guardian")) == []


@pytest.mark.parametrize("words", ["похвала", "ПОХВАЛА", "похв", "анна похвала", "урок "])
def test_a_notice_is_found_by_what_it_says_in_any_form(cast: Cast, guardian: Actor, words: str) -> None:
    assert [one.kind for one in ask(cast, guardian, words).notices] == [NoticeKind.PRAISE]


def test_what_is_another_s_or_says_nothing_of_it_is_not_found(cast: Cast, guardian: Actor) -> None:
    assert ask(cast, guardian, "физкультура").notices == ()
    assert ask(cast, cast.actor("other_guardian"), "похвала").notices == ()
    assert ask(cast, guardian, "похвала", Asked(kinds=kinds_of(NoticeGroup.TALK))).notices == ()
    assert not ask(cast, guardian, " в ").asked


def test_how_far_was_looked_is_said(cast: Cast, guardian: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    put_many(cast, PAGE + 20)
    found = ask(cast, guardian, "физика")
    assert (len(found.notices), found.has_more, found.looked_through) == (PAGE, True, None)
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 10)
    found = ask(cast, guardian, "физика")
    assert (found.has_more, found.looked_through) == (False, 10)
    assert len(found.notices) <= 10


def test_a_box_of_any_size_is_looked_through_by_one_query(cast: Cast, guardian: Actor) -> None:
    put_many(cast, 300)
    with QueryCount(cast.session) as count:
        ask(cast, guardian, "физика")
    assert len(count) == 1
