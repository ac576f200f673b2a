"""Whatever a handler refuses is told in its words."""

import pytest

from tests.cast import Cast
from tests.pages.conftest import OpenTab
from tests.pages.refusals import Page, calendar, settings, unsaid

PAGES = {page.state.__name__.rpartition("___")[2]: page for page in (calendar.PAGE, *settings.PAGES)}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_refusal_is_told_in_its_words(cast: Cast, open_tab: OpenTab, page: Page) -> None:
    assert list(unsaid(page, cast, open_tab)) == []
