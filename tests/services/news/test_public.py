"""Public news: what anybody reads of a school, and nothing else of it."""

from datetime import timedelta

import pytest

from ejournal import clock
from ejournal.errors import NotFound
from ejournal.models import FileKind
from ejournal.services.news import public, publishing
from tests.cast import Cast
from tests.services.files.test_keeping import Files
from tests.services.news.board import Board


@pytest.fixture
def board(cast: Cast) -> Board:
    return Board(cast)


def test_only_public_items_that_are_out_stand_there(board: Board, cast: Cast) -> None:
    files, code = Files(cast), cast.schools["a"].code
    photo, secret = (files.key("deputy", sha, FileKind.PICTURE) for sha in "ab")
    board.publish("deputy", "role:guardian", title="Для своих", files=(secret,), photos=True)
    shown = board.publish(
        "deputy", "role:guardian", title="Для всех", files=(photo,), photos=True, is_public=True
    )
    board.draft("deputy", "role:guardian", title="Черновик", photos=True, is_public=True)
    found = public.public_page(board.session, code)
    assert [one.title for one in found.items] == ["Для всех"]
    assert [one.key for one in found.items[0].files] == [photo]
    _, one = public.public_item(board.session, code, shown)
    assert one.id == shown
    assert public.public_file(board.session, code, photo).key == photo
    with pytest.raises(NotFound):
        public.public_file(board.session, code, secret)
    with pytest.raises(NotFound):
        public.public_file(board.session, cast.schools["b"].code, photo)
    assert public.public_page(board.session, cast.schools["b"].code).items == ()
    for wrong in ("", "нет", "a" * 500):
        with pytest.raises(NotFound):
            public.public_page(board.session, wrong)
    publishing.withdraw(board.session, cast.actor("deputy"), shown)
    for ask in (
        lambda: public.public_item(board.session, code, shown),
        lambda: public.public_file(board.session, code, photo),
    ):
        with pytest.raises(NotFound):
            ask()


def test_after_its_last_day_nobody_reads_it_there(board: Board, cast: Cast) -> None:
    number = board.publish("deputy", "role:guardian", photos=True, is_public=True)
    code = cast.schools["a"].code
    today = clock.local(clock.now(), cast.schools["a"].time_zone).date()
    board.item(number).until = today
    board.session.flush()
    assert len(public.public_page(board.session, code).items) == 1
    board.item(number).until = today - timedelta(days=1)
    board.session.flush()
    assert public.public_page(board.session, code).items == ()


def test_pages_are_turned(board: Board, cast: Cast) -> None:
    for n in range(3):
        board.publish("deputy", "role:guardian", title=f"Новость {n}", photos=True, is_public=True)
    code = cast.schools["a"].code
    first = public.public_page(board.session, code, 1, 2)
    second = public.public_page(board.session, code, 2, 2)
    assert [one.title for one in first.items] == ["Новость 2", "Новость 1"]
    assert ([one.title for one in second.items], first.has_more, second.has_more) == (
        ["Новость 0"],
        True,
        False,
    )
