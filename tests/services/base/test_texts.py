"""A note beside a reason is shown when it says more than the reason."""

import pytest

from ejournal.services.base.texts import beside


@pytest.mark.parametrize(
    ("reason", "note"),
    [
        ("больничный", "Больничный лист"),
        ("больничный", "на больничном"),
        ("больничный", "БОЛЬНИЧНЫЙ."),
        ("отпуск", "отпуска"),
        ("курсы", "На курсы"),
        ("Болезнь", "По болезни"),
        ("Болезнь", "болеет"),
        ("Уважительная причина", "по уважительной причине"),
        ("sick leave", "Sick leave"),
        ("Болезнь", ""),
    ],
)
def test_a_note_that_only_repeats_the_reason_is_not_shown(reason: str, note: str) -> None:
    assert beside(reason, note) == ""


@pytest.mark.parametrize(
    ("reason", "note"),
    [
        ("больничный", "в больнице"),
        ("больничный", "Больничный лист до пятницы"),
        ("больничный", "закрыт 12"),
        ("Болезнь", "ОРЗ"),
        ("Болезнь", "🤒"),
        ("отпуск", "По семейным обстоятельствам"),
        ("курсы", "Курсы повышения квалификации"),
        ("Уважительная причина", "Олимпиада"),
    ],
)
def test_a_note_that_says_more_is_shown_as_it_was_written(reason: str, note: str) -> None:
    assert beside(reason, note) == note
