"""What planning an event refuses."""

from typing import Any

from ejournal.pages.events.write_state import EventWriteState
from ejournal.services.events import planning
from tests.cast import Cast
from tests.pages.refusals import Page, Step, refused


def _begun(cast: Cast) -> str:
    event = planning.begin(cast.session, cast.actor("class_teacher"), cast.made_at)
    cast.session.commit()
    return f"/events/write?id={event.id}"


def _review(**fields: str) -> Step:
    return Step("review", {"form": {"title": "Сбор", "day": "2026-12-20", **fields}})


def _part(cast: Cast, _state: Any) -> dict[str, Any]:
    return {"value": f"class:{cast.classes['6b'].id}"}


_ADD = Step("add_part", _part)
PAGES = (
    Page(
        EventWriteState,
        "class_teacher",
        _begun,
        (
            refused("Choose to whom it is: nobody is among those chosen today", _review()),
            refused("Write something", _ADD, _review(title="\u200b")),
            refused("Too long: at most {limit} characters", _ADD, _review(words="а" * 100_000)),
            refused("Give a date", _ADD, _review(day="")),
            refused("Give a day from today on, within a year and a half", _ADD, _review(day="2020-01-01")),
            refused("It is repeated until a day after the first", _ADD, _review(weekly_until="2026-12-01")),
            refused("Give each date on a line, such as 11.12.2026", _ADD, _review(days="завтра")),
            refused("At most {n} dates", _ADD, _review(weekly_until="2028-05-01")),
            refused("It ends after it has begun", _ADD, _review(starts="10:00", till="09:00")),
            refused("Give a time, such as 18:30", _ADD, _review(starts="утром")),
            refused("Give from 1 to {n} places", _ADD, _review(per="person", seats="0")),
            refused("Give a whole number", _ADD, _review(per="person", seats="много")),
            refused("At most {n} guests", _ADD, _review(per="person", guests="99")),
            refused("Files are still on their way", _ADD, _review(files_going="1")),
        ),
    ),
)
