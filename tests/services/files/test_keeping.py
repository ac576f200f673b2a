"""Files as services keep them: whose they are, what shows them, what nobody needs any more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ejournal import clock
from ejournal.access.files import QUESTIONS
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import FileKind, FileUpload, FileUse, FileUser, StoredFile
from ejournal.models.base import table
from ejournal.services.files import keeping, uploads
from ejournal.services.files.keeping import Taken
from ejournal.services.files.names import kept_name
from tests.cast import Cast

ROW = FileUser.CHAT_MESSAGE
DAY = timedelta(days=1)


class Files:
    """Files of the cast's school, without their bytes."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.session, self._count = cast, cast.session, 0
        self.now: datetime = clock.now()
        self.school = cast.schools["a"].id or 0

    def key(self, who: str, sha: str = "a", kind: FileKind = FileKind.PDF) -> str:
        """A file of somebody's."""
        self._count += 1
        actor = self.cast.actor(who)
        key = uploads.begin(self.session, actor, f"browser{self._count}", "план.pdf", 10, self.now).key
        taken = Taken("план.pdf", kind, "application/pdf", 10, sha * 64)
        return keeping.keep(self.session, actor, key, taken, self.now).key

    def attach(self, who: str, row: int, *keys: str) -> None:
        """Let a row show them."""
        keeping.attach(self.session, self.cast.actor(who), ROW, row, keys, self.now)

    def shown(self, *rows: int) -> dict[int, list[str]]:
        """The keys of what the rows show."""
        found = keeping.files_of(self.session, self.school, ROW, rows)
        return {row: [one.key for one in files] for row, files in found.items()}

    def sweep(self, later: timedelta) -> list[str]:
        """The names in the store of what is swept after that time."""
        due = keeping.unused_since(self.session, self.now + later - uploads.KEPT, 100)
        return [blob for one in due for blob in keeping.forget_unused(self.session, *one)]


@pytest.fixture
def files(cast: Cast) -> Files:
    return Files(cast)


def test_each_kind_of_row_that_shows_files_says_who_may_see_it() -> None:
    assert set(QUESTIONS) == set(FileUser)


def test_a_row_shows_its_files_in_order(files: Files) -> None:
    one, other, third = files.key("teacher"), files.key("teacher"), files.key("teacher")
    files.attach("teacher", 7, third, one)
    files.attach("teacher", 8, other)
    files.attach("teacher", 9)
    assert files.shown(7, 8, 9) == {7: [third, one], 8: [other]}
    assert files.shown() == {}


def test_only_ones_own_files_are_shown_and_each_by_one_row(files: Files) -> None:
    mine, others, theirs = files.key("teacher"), files.key("guardian"), files.key("teacher_b")
    files.attach("teacher", 7, mine)
    for keys in ((mine,), (others,), (theirs,), ("guess",), (files.key("teacher"), "guess")):
        with pytest.raises(DomainError, match="no longer here"):
            files.attach("teacher", 8, *keys)
    assert files.shown(8) == {}


def test_what_a_row_shows_no_more_is_swept_a_day_after(files: Files) -> None:
    one, other = files.key("teacher", "a"), files.key("teacher", "b")
    files.attach("teacher", 7, one, other)
    assert files.sweep(2 * DAY) == []
    keeping.remove(files.session, files.school, ROW, 7, [one])
    assert files.shown(7) == {7: [other]}
    assert files.sweep(DAY / 2) == []
    assert files.sweep(2 * DAY) == [keeping.blob_name(files.school, "a" * 64)]
    keeping.remove(files.session, files.school, ROW, 7)
    assert files.shown(7) == {}
    assert files.sweep(2 * DAY) == [keeping.blob_name(files.school, "b" * 64)]
    assert files.session.execute(select(table(StoredFile).c.id)).all() == []
    assert files.session.execute(select(table(FileUse).c.id)).all() == []


def test_bytes_that_another_file_needs_stay(files: Files) -> None:
    files.key("teacher")
    kept = files.key("guardian")
    files.attach("guardian", 7, kept)
    assert files.sweep(2 * DAY) == []
    assert files.shown(7) == {7: [kept]}


def test_what_was_thrown_away_is_swept_at_once(files: Files) -> None:
    key, other = files.key("teacher"), files.key("guardian", "b")
    teacher = files.cast.actor("teacher")
    with pytest.raises(NotFound):
        keeping.throw_away(files.session, teacher, other, files.now)
    keeping.throw_away(files.session, teacher, key, files.now)
    assert files.sweep(timedelta(seconds=1)) == [keeping.blob_name(files.school, "a" * 64)]


def test_a_file_that_nothing_shows_is_its_owners(files: Files) -> None:
    key = files.key("teacher")
    assert keeping.fetch(files.session, files.cast.actor("teacher"), key).key == key
    for who in ("admin", "guardian", "teacher_b"):
        with pytest.raises(NotFound):
            keeping.fetch(files.session, files.cast.actor(who), key)


def test_what_was_begun_long_ago_is_forgotten(files: Files) -> None:
    teacher = files.cast.actor("teacher")
    uploads.begin(files.session, teacher, "browser00", "a", 10, files.now)
    uploads.forget_former(files.session, files.now + DAY)
    assert len(files.session.execute(select(table(FileUpload).c.id)).all()) == 1
    uploads.forget_former(files.session, files.now + 8 * DAY)
    assert files.session.execute(select(table(FileUpload).c.id)).all() == []


def test_everybody_who_is_signed_in_may_send(files: Files) -> None:
    for who in ("teacher", "pupil", "guardian", "admin", "director"):
        actor = files.cast.actor(who)
        assert actor.may(Permission.FILES_KEEP)
        assert actor.may(Permission.FILES_READ)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("план.pdf", "план.pdf"),
        ("C:\\папка\\план.pdf", "план.pdf"),
        ("../../etc/passwd", "passwd"),
        ("кол\u202efdp.exe", "колfdp.exe"),
        ("a\x00\x1f\u200b\ud800b.txt", "a b.txt"),
        ("я" * 300 + ".docx", "я" * 115 + ".docx"),
        ("я" * 300, "я" * 120),
        ("a." + "b" * 300, "a." + "b" * 118),
        ("  два   слова\n.txt ", "два слова.txt"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ('<a href="x">?.txt', "_a href=_x___.txt"),
    ],
)
def test_a_name_is_kept_without_what_misleads(given: str, kept: str) -> None:
    assert kept_name(given) == kept
