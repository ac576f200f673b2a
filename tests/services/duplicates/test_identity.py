"""Whatever hangs on two cards: made one, nothing names the other any more; parted, all is as it was."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ejournal.errors import DomainError
from ejournal.services.audit.seal import vouch
from ejournal.services.duplicates.merging import merge
from ejournal.services.duplicates.preview import preview
from ejournal.services.duplicates.references import references
from ejournal.services.duplicates.undoing import undo_merge
from tests.cast import Cast, make_cast
from tests.infra.databases import Engines, kept_for_examples
from tests.services.duplicates.drawn import DrawnRow, put, rows
from tests.services.duplicates.helpers import content, second_card, trail_faults

both_databases = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def _make(session: object) -> Cast:
    cast = make_cast(session)  # type: ignore[arg-type]
    second_card(cast, "one", of="substitute")
    second_card(cast, "two", of="substitute")
    return cast


@pytest.fixture(scope="module")
def casts(_engines: Engines) -> Iterator[Callable[[str], Cast]]:
    with kept_for_examples(_engines, _make) as made:
        yield made


@both_databases
@given(drawn=rows(), answers=st.lists(st.sampled_from(("kept", "gone")), min_size=3, max_size=3))
@settings(max_examples=6, deadline=None)
def test_what_was_made_one_is_parted_exactly(
    casts: Callable[[str], Cast], kind: str, drawn: list[DrawnRow], answers: list[str]
) -> None:
    cast = casts(kind)
    trial = cast.session.begin_nested()
    try:
        _hold(cast, drawn, answers)
    finally:
        trial.rollback()
        cast.session.expire_all()


def _hold(cast: Cast, drawn: list[DrawnRow], answers: list[str]) -> None:
    session, actor, school_id = cast.session, cast.actor("admin"), cast.schools["a"].id or 0
    kept, gone = cast.id_of("one"), cast.id_of("two")
    others = [cast.id_of(name) for name in ("brother", "guardian", "teacher")]
    put(session, school_id, (kept, gone), others, drawn)
    vouch(session, school_id)
    look = preview(session, actor, kept, gone)
    before = content(session, but=())
    chosen = {one.key: answers[at % len(answers)] for at, one in enumerate(look.questions)}
    number = 0
    try:
        number = merge(session, actor, kept, gone, look.mark, {}, chosen)
    except DomainError as refused:
        event(f"refused: {refused.message[:40]}")
        said = refused.message
    else:
        said = ""
    if said:
        assert said in {one.message for one in look.refusals}
        assert content(session, but=()) == before
        return
    event(f"made one, {len(look.questions)} asked, {sum(dict(look.joined).values())} joined")
    for one in references():
        named = session.scalar(select(func.count()).select_from(one.table).where(one.column == gone))
        assert not (one.rule.moves and named), one.name
    assert trail_faults(cast) == []
    undo_merge(session, actor, number)
    assert content(session, but=()) == before
    assert trail_faults(cast) == []
