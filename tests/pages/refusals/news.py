"""What writing news refuses, and what stands under them."""

from typing import Any

from ejournal.pages.news.write_state import NewsWriteState
from ejournal.services.news import drafts
from tests.cast import Cast
from tests.pages.refusals import Page, Step, refused

PASSED = "2020-01-01T08:00"


def _begun(cast: Cast) -> str:
    item = drafts.begin(cast.session, cast.actor("class_teacher"), cast.made_at)
    cast.session.commit()
    return f"/news/write?id={item.id}"


def _review(**fields: str) -> Step:
    return Step("review", {"form": {"title": "Сбор", "words": "Ждём в шесть", **fields}})


def _part(cast: Cast, _state: Any) -> dict[str, Any]:
    return {"value": f"class:{cast.classes['6b'].id}"}


_ADD = Step("add_part", _part)
PAGES = (
    Page(
        NewsWriteState,
        "class_teacher",
        _begun,
        (
            refused("Choose to whom it is: nobody is among those chosen today", _review()),
            refused("Write something", _ADD, _review(title="\u200b")),
            refused("Write something", _ADD, _review(words="\u200b\u2060")),
            refused("Too long: at most {limit} characters", _ADD, _review(words="а" * 100_000)),
            refused(
                "This moment has passed: give a later one, or none to publish it at once",
                _ADD, _review(at=PASSED),
            ),
            refused("Give a day and a time", _ADD, _review(at="завтра")),
            refused(
                "It would stand in the list until a day that has passed", _ADD, _review(until="2020-01-01")
            ),
            refused("Files are still on their way", _ADD, _review(files_going="1")),
            refused("One of the files is no longer here. Choose it again", _ADD, _review(files='["no"]')),
        ),
    ),
)  # fmt: skip
