"""Messages never seen: what fails a whole run, and what a text on a page shows."""

from tests.infra.message_ids import Words, messages
from tests.infra.messages import faults, of_texts, owned_up, seen_by_now

KNOWN = {name: Words(name, (name,), f"ejournal/{name}.py:1") for name in ("seen", "unseen", "owned")}


def test_a_run_fails_on_what_nobody_has_seen_but_the_list_has_owned_up_to() -> None:
    assert faults({"seen"}, KNOWN, ["owned"]) == ["ejournal/unseen.py:1: no test shows 'unseen'"]
    assert faults({"seen", "unseen"}, KNOWN, ["owned"]) == []


def test_the_list_is_to_shrink() -> None:
    told, listed = {"seen", "unseen", "owned"}, ["owned", "gone"]
    assert faults(told, KNOWN, listed) == ["unseen.txt: no message any more: gone"]
    assert seen_by_now(told, listed) == ["unseen.txt: shown by now, take it out: owned"]


def test_every_line_of_the_list_is_a_message() -> None:
    listed = owned_up()
    assert listed == sorted(set(listed))
    assert set(listed) <= set(messages())


def test_a_text_on_a_page_shows_its_message_with_whatever_stands_in_its_places() -> None:
    assert "Saved" in of_texts({"Сохранено"})
    assert "At most {days} days at once" in of_texts({"Не больше 60 дней сразу"})
