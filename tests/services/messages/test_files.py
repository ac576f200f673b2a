"""Files of a message: of its author and of those who got it, while it holds; never of another family."""

import pytest
from sqlmodel import col, select

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import GuardianRights, Guardianship, NoticeKind, OutboxNotice
from ejournal.services.files import keeping
from ejournal.services.messages import drafts, reading, sending
from ejournal.services.notices.words import words_of
from tests.cast import CAST, STRANGER, Cast
from tests.infra.laid_files import laid
from tests.services.messages.message_helpers import LATER, NOON, class_part, drafted, sent

AUTHOR, READERS = "class_teacher", {"guardian", "teacher_parent"}


def fetchers(cast: Cast, key: str) -> set[str]:
    """Who of the cast may fetch the file."""
    return {name for name in set(CAST) - {STRANGER} if _may_fetch(cast, cast.actor(name), key)}


def _may_fetch(cast: Cast, actor: Actor, key: str) -> bool:
    try:
        keeping.fetch(cast.session, actor, key)
    except NotFound:
        return False
    return True


def test_the_audience_and_the_author_fetch_it_until_it_is_withdrawn(cast: Cast) -> None:
    key = laid(cast.session, cast.actor(AUTHOR), "план")
    draft = drafted(cast, files=(key,))
    assert fetchers(cast, key) == {AUTHOR}
    number = sending.send(cast.session, cast.actor(AUTHOR), draft.id or 0, NOON).id or 0
    assert fetchers(cast, key) == {AUTHOR, *READERS}
    opened = reading.opened_message(cast.session, cast.actor("guardian"), number, NOON)
    assert [one.key for one in opened.files] == [key]
    sending.withdraw(cast.session, cast.actor(AUTHOR), number, LATER)
    assert fetchers(cast, key) == {AUTHOR}
    assert reading.opened_message(cast.session, cast.actor("guardian"), number, LATER).files == ()


def test_who_stands_for_no_child_of_it_any_more_fetches_it_no_more(cast: Cast) -> None:
    key = laid(cast.session, cast.actor(AUTHOR), "план")
    sent(cast, files=(key,))
    mine = select(Guardianship).where(col(Guardianship.guardian_id) == cast.id_of("guardian"))
    for row in cast.session.exec(mine):
        row.rights = GuardianRights.NONE
    cast.session.flush()
    assert fetchers(cast, key) == {AUTHOR, "teacher_parent"}


def test_a_message_to_another_class_shows_its_files_there_alone(cast: Cast) -> None:
    key = laid(cast.session, cast.actor("deputy"), "план")
    sent(cast, "deputy", class_part(cast, "6v"), files=(key,))
    assert fetchers(cast, key) == {"deputy", "other_guardian"}


def test_nobody_attaches_what_another_has_sent_or_is_gone(cast: Cast) -> None:
    foreign = laid(cast.session, cast.actor("teacher"), "чужое")
    for key in (foreign, "guess"):
        with pytest.raises(DomainError, match="no longer here") as refused:
            drafted(cast, files=(key,))
        assert refused.value.field == "files"
    used = laid(cast.session, cast.actor(AUTHOR), "план")
    sent(cast, files=(used,))
    with pytest.raises(DomainError, match="no longer here"):
        drafted(cast, files=(used,))


def test_what_is_looked_at_twice_is_attached_once_and_taken_off_again(cast: Cast) -> None:
    session, actor = cast.session, cast.actor(AUTHOR)
    first, second, third = (laid(session, actor, words) for words in ("один", "два", "три"))
    draft = drafted(cast, files=(first, second))
    drafted(cast, files=(first,))  # the browser names it once more
    drafts.drop_file(session, actor, first)
    drafted(cast, files=(third,))
    assert [one.key for one in drafts.files_of(session, draft)] == [second, third]
    assert keeping.own_unused(session, actor, first) is not None
    drafts.throw_away(session, actor)
    assert keeping.own_unused(session, actor, second) is not None
    drafts.drop_file(session, actor, second)  # there is no draft: nothing happens


def test_ten_files_at_most(cast: Cast) -> None:
    session, actor = cast.session, cast.actor(AUTHOR)
    keys = [laid(session, actor, f"файл {number}") for number in range(drafts.MOST_FILES + 1)]
    drafted(cast, files=tuple(keys[:-1]))
    with pytest.raises(DomainError, match="At most") as refused:
        drafted(cast, files=(keys[-1],))
    assert refused.value.field == "files"


@pytest.mark.parametrize("urgent", [False, True])
def test_what_is_told_says_how_many_there_are_and_carries_none(cast: Cast, urgent: bool) -> None:
    keys = tuple(laid(cast.session, cast.actor(AUTHOR), words) for words in ("один", "два"))
    sent(cast, files=keys, urgent=urgent)
    notice = cast.session.exec(
        select(OutboxNotice).where(col(OutboxNotice.recipient_id) == cast.id_of("guardian"))
    ).first()
    assert notice is not None
    words = words_of(NoticeKind(notice.kind), notice.payload, "ru")
    assert "2 файла в журнале" in words.note
    assert not any(key in str(notice.payload) for key in keys)
