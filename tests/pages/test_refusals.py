"""Whatever a handler refuses is told in its words."""

import pytest

from tests.cast import Cast
from tests.pages.conftest import OpenTab
from tests.pages.refusals import (
    Page,
    calendar,
    class_page,
    consents,
    delivery,
    events,
    factors,
    journal,
    news,
    papers,
    people,
    register,
    settings,
    setup,
    substitutions,
    surveys,
    timetable,
    to_many,
    unsaid,
)

ALL = (
    calendar.PAGE,
    *class_page.PAGES,
    *news.PAGES,
    *events.PAGES,
    *consents.PAGES,
    *settings.PAGES,
    *delivery.PAGES,
    *setup.PAGES,
    *people.PAGES,
    *register.PAGES,
    *factors.PAGES,
    *journal.PAGES,
    *to_many.PAGES,
    *papers.PAGES,
    *substitutions.PAGES,
    *surveys.PAGES,
    *timetable.PAGES,
)
PAGES = {f"{page.state.__name__.rpartition('___')[2]}-{number}": page for number, page in enumerate(ALL)}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_refusal_is_told_in_its_words(cast: Cast, open_tab: OpenTab, page: Page) -> None:
    assert list(unsaid(page, cast, open_tab)) == []
