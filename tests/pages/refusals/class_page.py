"""What the page of a class refuses."""

from typing import Any

from ejournal.pages.class_page.state import ClassPageState
from tests.pages.refusals import Page, Step, do, refused

_NEWS, _DATE, _DOCUMENT = (do("start_item", part=part) for part in ("news", "date", "document"))


def _save(**fields: Any) -> Step:
    return Step("save_item", {"form": {"title": "Собрание", "words": "Ждём в шесть", **fields}})


PAGES = (
    Page(
        ClassPageState,
        "class_teacher",
        lambda _cast: "/class-page",
        (
            refused("Write something", _NEWS, _save(title="\u200b")),
            refused("Write something", _NEWS, _save(words="\u200b\u2060")),
            refused("Too long: at most {limit} characters", _NEWS, _save(words="а" * 100_000)),
            refused("Too long: at most {limit} characters", _NEWS, _save(title="а" * 100_000)),
            refused("Give a date", _DATE, _save()),
            refused("Give a date", _DATE, _save(day="завтра")),
            refused("Give a date within a year from today", _DATE, _save(day="2020-01-01")),
            refused("Attach the file of the document", _DOCUMENT, _save()),
            refused("Files are still on their way", _NEWS, _save(files_going="1")),
            refused(
                "At most {n} files", _NEWS, _save(files="[" + ",".join(f'"{n}"' for n in range(11)) + "]")
            ),
            refused("One of the files is no longer here. Choose it again", _NEWS, _save(files='["no"]')),
        ),
    ),
)
