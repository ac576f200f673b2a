"""What printing the whole school and its archive refuse."""

from ejournal.pages.papers.school_state import SchoolPapersState
from ejournal.services.papers.whole.runs import CHOOSE, UNDER_WAY
from tests.pages.refusals import Page, do, refused

PAGES = (
    Page(
        SchoolPapersState,
        "deputy",
        lambda _cast: "/papers",
        (
            refused(CHOOSE, do("choose_paper", kind="journal", on=False), do("begin")),
            refused(UNDER_WAY, do("begin"), do("begin")),
            refused(UNDER_WAY, do("throw_away")),
        ),
    ),
)
