"""Messages never seen: what fails a whole run, and what a text on a page shows."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.infra import messages as infra
from tests.infra.message_ids import Words, messages
from tests.infra.messages import never_shown, of_texts, pytest_sessionfinish

KNOWN = {name: Words(name, (name,), f"ejournal/{name}.py:1") for name in ("seen", "unseen")}


def ended(told: set[str], monkeypatch: pytest.MonkeyPatch, *, whole: bool) -> pytest.ExitCode:
    """How a run ends in which all tests have passed and these messages were told."""
    monkeypatch.setattr(infra, "told_in", lambda _config: told)
    options = {"whole": whole}
    session: Any = SimpleNamespace(
        exitstatus=pytest.ExitCode.OK, config=SimpleNamespace(getoption=options.__getitem__)
    )
    pytest_sessionfinish(session)
    return pytest.ExitCode(session.exitstatus)


def test_what_nobody_has_seen_is_named_with_its_place() -> None:
    assert never_shown({"seen"}, KNOWN) == ["ejournal/unseen.py:1: no test shows 'unseen'"]
    assert never_shown({"seen", "unseen"}, KNOWN) == []


def test_a_whole_run_fails_on_one_message_that_nobody_has_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_them = set(messages())
    assert ended(all_of_them, monkeypatch, whole=True) is pytest.ExitCode.OK
    assert ended(all_of_them - {"Saved"}, monkeypatch, whole=True) is pytest.ExitCode.TESTS_FAILED
    assert ended(set(), monkeypatch, whole=False) is pytest.ExitCode.OK


def test_a_text_on_a_page_shows_its_message_with_whatever_stands_in_its_places() -> None:
    assert "Saved" in of_texts({"Сохранено"})
    assert "At most {days} days at once" in of_texts({"Не больше 60 дней сразу"})
