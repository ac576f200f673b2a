"""A limit is said once: what the table holds is what the service takes and the page counts to."""

import pytest
from sqlmodel import SQLModel

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import ChangeRequest, Lesson, Mark, Remark
from ejournal.pages.journal import parts
from ejournal.pages.journal.parts.remarks import remark_dialog
from ejournal.services.base.texts import cleaned

COLUMNS: list[tuple[int, type[SQLModel], str]] = [
    (limits.TOPIC, Lesson, "topic"),
    (limits.HOMEWORK, Lesson, "homework"),
    (limits.COMMENT, Mark, "comment"),
    (limits.REMARK, Remark, "text"),
    (limits.REASON, ChangeRequest, "reason"),
]


@pytest.mark.parametrize(("limit", "table", "column"), COLUMNS)
def test_the_table_holds_as_much_as_the_limit_says(limit: int, table: type[SQLModel], column: str) -> None:
    assert table.metadata.tables[str(table.__tablename__)].c[column].type.length == limit  # type: ignore[attr-defined]


def test_a_text_at_the_limit_is_taken_and_one_longer_is_refused() -> None:
    assert cleaned("т" * limits.TOPIC, limits.TOPIC, "topic") == "т" * limits.TOPIC
    with pytest.raises(DomainError, match="Too long"):
        cleaned("т" * (limits.TOPIC + 1), limits.TOPIC, "topic")


def test_the_page_counts_and_never_cuts() -> None:
    """A `maxLength` would cut a paste without a word."""
    drawn = str(parts.lesson_form()) + str(remark_dialog())
    for limit in (limits.TOPIC, limits.HOMEWORK, limits.REMARK):
        assert f"limit:{limit}" in drawn
    assert "maxLength" not in drawn


@pytest.mark.parametrize(
    "typed",
    ["т" * 10, "😀" * 10, "\U0001fae9" * 10, "е\u0301" * 5, "👨\u200d👩\u200d👧" * 2, "т" * 10 + " \n\u00a0"],
)
def test_a_text_as_long_as_may_be_is_kept_as_it_was_typed(typed: str) -> None:
    assert cleaned(typed, 10, "topic") == typed.strip()
    with pytest.raises(DomainError):
        cleaned(typed.strip() + "!", 10, "topic")


@pytest.mark.parametrize("nobodys", ["\x00", "\x1b", "\ud83d", "\uf0b7", "\ufffe", "\ufdd0"])
def test_what_is_no_sign_for_people_is_left_out(nobodys: str) -> None:
    assert cleaned(f"а{nobodys}б", 2, "topic") == "аб"
