"""The pages are built once for all installations: no setting is built into one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from reflex_base.registry import RegistrationContext
from starlette.testclient import TestClient

import ejournal.ejournal  # noqa: F401 - declares the pages
from ejournal.http.app import http_app
from ejournal.settings import OidcProvider, Settings, settings

PROVIDER = OidcProvider(
    key="otherwise", title="Иначе", issuer="https://otherwise.example", client_id="otherwise"
)
OTHERWISE: dict[type, Any] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    str: lambda value: value + "otherwise.example",
    SecretStr: lambda value: SecretStr("another secret"),
    Path: lambda value: Path("/somewhere/else"),
    date: lambda value: date(2031, 5, 6),
    tuple: lambda value: (*value, PROVIDER),
}


def otherwise(name: str) -> Any:
    """Another value of the setting."""
    value = getattr(settings(), name)
    kind = date if name == "today" else Path if name.endswith("_folder") else type(value)
    return OTHERWISE[kind](value)


def drawn() -> dict[str, str]:
    """Every page of the app as it would be built, by its address."""
    pages = RegistrationContext.ensure_context().decorated_pages
    assert len(pages) > 10
    return {told.get("route", draw.__name__): str(draw().render()) for draw, told in pages}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_no_setting_is_built_into_a_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, changed = drawn(), otherwise(name)
    monkeypatch.setitem(settings().__dict__, name, changed)
    assert getattr(settings(), name) == changed
    assert drawn() == before


@pytest.mark.parametrize(("demo", "answer"), [(True, 204), (False, 404)])
def test_the_demo_sign_ins_are_shown_by_what_is_set_now(
    demo: bool, answer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings().__dict__, "demo", demo)
    assert TestClient(http_app(tmp_path)).get("/auth/demo").status_code == answer
