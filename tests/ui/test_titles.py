"""The tab of every page keeps silent about what the page itself does not show."""

import pytest
from reflex_base.registry import RegistrationContext

import ejournal.ejournal  # noqa: F401 - registers every page
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import NO_SUCH_PAGE

TITLES = {one["route"]: str(one["title"]) for _, one in RegistrationContext.ensure_context().decorated_pages}


@pytest.mark.parametrize("route", TITLES)
def test_the_tab_of_every_page_can_say_that_there_is_no_such_page(route: str) -> None:
    assert str(SessionState.missing) in TITLES[route]
    assert NO_SUCH_PAGE in TITLES[route]
