"""How names are compared and ordered: one way for every list of people, whatever the database's own."""

from typing import Any

from ejournal.models.people import folded

__all__ = ["by_name", "folded"]


def by_name(person: Any) -> tuple[str, str, str, str, str]:
    """The key that orders people as a class list: rows with last_name, first_name, maybe middle_name.

    Of two who differ in «ё» alone, «е» comes first. Lists are ordered so in Python: SQLite orders letters by
    their codes, PostgreSQL by the server's locale, so «Ёлкина» would stand after «Яковлева» in one of them.
    """
    last, first = person.last_name or "", person.first_name or ""
    middle = getattr(person, "middle_name", "") or ""
    return folded(last), folded(first), folded(middle), last, first
