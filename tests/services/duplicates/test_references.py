"""Whatever refers to a person is thought of: a table made later cannot slip through a merge unseen."""

import sqlalchemy as sa
from sqlmodel import SQLModel

from ejournal.services.duplicates.references import BAGS, BARE, RULES, UNIQUE, references, unique_columns

TABLES = SQLModel.metadata.sorted_tables


def test_every_column_that_names_a_person_has_a_rule() -> None:
    found = {one.name for one in references()}
    assert len(found) > 50
    assert not set(RULES) - found, "rules of columns that are no more"


def test_every_unique_place_of_a_person_is_thought_of() -> None:
    unthought = [
        f"{rows.name}: {', '.join(one.name for one in columns)}"
        for rows in TABLES
        for columns in unique_columns(rows)
        if rows.name not in UNIQUE
    ]
    assert not unthought, "say in UNIQUE what happens when both cards hold it"


def test_people_in_json_and_in_bare_numbers_are_thought_of() -> None:
    bags = {f"{rows.name}.{one.name}" for rows in TABLES for one in rows.c if isinstance(one.type, sa.JSON)}
    assert bags == set(BAGS), "say in BAGS whether a person stands in it, and who thinks of that"
    bare = {
        f"{rows.name}.{one.name}"
        for rows in TABLES
        for one in rows.c
        if one.name.endswith("_id") and not one.foreign_keys
    }
    assert bare == set(BARE), "say in BARE whether a person stands in it, and who thinks of that"
