"""The pages are built once for all installations: no setting is built into one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from reflex_base.registry import RegistrationContext
from starlette.testclient import TestClient

import ejournal.ejournal  # noqa: F401 - declares the pages
from ejournal.http.app import http_app
from ejournal.openid_provider import OidcProvider
from ejournal.settings import Settings, settings

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
    Decimal: lambda value: value + 1,
    dict: lambda value: value | {"x-otherwise": SecretStr("another secret")},
    tuple: lambda value: (*value, PROVIDER),
}
WHOLE = ("__dict__", "model_dump", "model_dump_json", "model_copy", "copy", "dict", "json", "__iter__")
"""By these all settings are taken at once."""


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


@contextmanager
def asked_for() -> Iterator[set[str]]:
    """The names of the settings that are asked for meanwhile."""
    names: set[str] = set()
    real = Settings.__getattribute__

    def noting(one: Settings, name: str) -> Any:
        names.update({name} & {*Settings.model_fields} if name not in WHOLE else Settings.model_fields)
        return real(one, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "__getattribute__", noting)
        yield names


@pytest.fixture(scope="module")
def built() -> tuple[dict[str, str], set[str]]:
    """The pages, and the names of the settings that were asked for while they were drawn."""
    with asked_for() as names:
        return drawn(), names


def test_what_is_asked_for_is_noted() -> None:
    with asked_for() as one_by_one:
        assert settings().files
    with asked_for() as together:
        assert settings().model_dump()
    assert "storage_folder" in one_by_one
    assert "https" not in one_by_one
    assert together == {*Settings.model_fields}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_no_setting_is_built_into_a_page(
    name: str, built: tuple[dict[str, str], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody asks for while pages are drawn is in none; of a setting asked for all are drawn anew."""
    before, asked = built
    changed = otherwise(name)
    monkeypatch.setitem(settings().__dict__, name, changed)
    assert getattr(settings(), name) == changed
    if name in asked:
        assert drawn() == before


@pytest.mark.parametrize(("demo", "answer"), [(True, 204), (False, 404)])
def test_the_demo_sign_ins_are_shown_by_what_is_set_now(
    demo: bool, answer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings().__dict__, "demo", demo)
    assert TestClient(http_app(tmp_path)).get("/auth/demo").status_code == answer
