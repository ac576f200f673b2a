"""What components ask of vars is asked in the browser, whatever mypy takes the var for."""

import reflex as rx

from ejournal.ui.runtime.session import Place
from ejournal.ui.runtime.session import SessionState as Shell
from ejournal.ui.words.vars import as_list, count, no, some, text_of


def test_how_many_there_are_and_whether_any() -> None:
    assert str(count(Shell.places)).endswith(".length")
    assert str(some(Shell.places)) == f"({count(Shell.places)!s} > 0)"
    assert "stringify" in str(text_of(Shell.unread))


def test_a_flag_that_is_known_already_is_turned_round_too() -> None:
    assert str(no(Shell.signed_in)) == f"!({Shell.signed_in!s})"
    assert (str(no(True)), str(no(False))) == ("!(true)", "!(false)")


def test_a_list_within_a_row_takes_the_kind_of_its_rows() -> None:
    assert as_list(rx.Var("row.within"), Place)._var_type == list[Place]
