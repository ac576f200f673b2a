"""What a page's state holds stays small enough to be read: a dialog or a part of the page has its own."""

import pytest
import reflex as rx

import ejournal.ejournal  # noqa: F401 - all pages
from ejournal.ui.runtime.session import PageState

MOST = 25


def below(state: type[rx.State]) -> list[type[rx.State]]:
    """All states of the app under a state."""
    found = [one for one in state.__subclasses__() if one.__module__.startswith("ejournal.")]
    return found + [deeper for one in found for deeper in below(one)]


STATES = below(PageState)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_state_has_no_more_vars_than_one_looks_through(state: type[rx.State]) -> None:
    assert len(state.base_vars) <= MOST, sorted(state.base_vars)


def test_every_page_has_its_states_here() -> None:
    assert len(STATES) > 20
    assert {"JournalState", "TimetableEditorState"} <= {state.__name__ for state in STATES}
