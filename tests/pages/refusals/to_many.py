"""What writing to many refuses."""

from typing import Any

from ejournal.pages.messages.write_state import WriteMessageState
from ejournal.services.messages.drafts import MOST_OPTIONS
from tests.cast import Cast
from tests.pages.refusals import Page, Step, do, refused


def _form(**fields: str) -> dict[str, Any]:
    return {"form": {"title": "Сбор", "words": "Ждём в шесть", "options": "Да\nНет", **fields}}


def _review(**fields: str) -> Step:
    return Step("review", _form(**fields))


def _part(cast: Cast, _state: Any) -> dict[str, Any]:
    return {"value": f"class:{cast.classes['6b'].id}"}


_ADD = Step("add_part", _part)
_ASK = do("choose_asks", value="answer")
PASSED = "2020-01-01T08:00"
PAGES = (
    Page(
        WriteMessageState,
        "class_teacher",
        lambda _cast: "/messages/new",
        (
            refused("Choose to whom it is: nobody is among those chosen today", _review()),
            refused("Write something", _ADD, _review(title="\u200b")),
            refused("Write something", _ADD, _review(words="\u200b\u2060")),
            refused("Too long: at most {limit} characters", _ADD, _review(words="а" * 100_000)),
            refused("Fields stand in the text, not in its heading", _ADD, _review(title="Для {ребёнка}")),
            refused("There is no field “{name}”. Do you mean “{meant}”?", _ADD, _review(words="{ребенкка}")),
            refused("There is no field “{name}”. There are: {known}", _ADD, _review(words="Для {zzzz}")),
            refused(
                "This moment has passed: give a later one, or none to send it at once",
                _ADD, _review(send_at=PASSED),
            ),
            refused("Give a day and a time", _ADD, _review(send_at="завтра")),
            refused(
                "Answers are waited for until a moment after it is sent", _ADD, _ASK, _review(until=PASSED)
            ),
            refused("Give from two to {n} answers, each on a line", _ADD, _ASK, _review(options="Да")),
            refused(
                "Give from two to {n} answers, each on a line",
                _ADD, _ASK, _review(options="\n".join(str(one) for one in range(MOST_OPTIONS + 1))),
            ),
            refused("Two answers are the same", _ADD, _ASK, _review(options="Да\nда")),
            refused("Choose to whom it is first", do("drop_part", value="absent:"), do("throw_away"),
                    do("keep_choice", form={"choice": "Поездка"})),
        ),
    ),
    Page(
        WriteMessageState,
        "deputy",
        lambda _cast: "/messages/new",
        (
            refused(
                "The text names a child or a class, and {n} of the chosen people get it without one: "
                "take the field out, or write to them apart",
                do("add_part", value="role:teacher"), _review(words="Ждём {про ребёнка}"),
            ),
        ),
    ),
)  # fmt: skip
