"""Passwords: what is refused when somebody chooses one, and in which words."""

import pytest

from ejournal.errors import DomainError
from ejournal.services.accounts.passwords import LONGEST, require_strong


@pytest.mark.parametrize(
    "password",
    [
        "тихий омут 7",
        "sun in window 7",
        "Vk8s-dn2m-Qx",
        "две синицы на ветке",
        "x" + "".join(chr(1072 + at * 7 % 32) for at in range(LONGEST - 1)),
    ],
)
def test_several_words_or_signs_at_random_are_taken(password: str) -> None:
    require_strong(password, ("kotova", "Котова"))


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("коротко", "At least"),
        ("д" * (LONGEST + 1), "Too long"),
        ("12345678", "Too many people"),
        ("котова--котова", "repeats your name"),
        ("ghjcnjgfhjkm", "soon guessed"),  # «простопароль» by keys of the other layout
        ("irina2012", "soon guessed"),
        ("kotova1980", "repeats your name"),
        ("cthutq1980", "soon guessed"),  # «сергей»
    ],
)
def test_what_is_soon_guessed_is_refused_in_words(password: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        require_strong(password, ("kotova", "Котова", "КотоваКотова"))
