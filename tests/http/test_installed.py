"""What a browser asks for to install the journal."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ejournal import limits
from ejournal.http.offline import installed
from ejournal.http.offline.installed import READABLE
from ejournal.services.absences.announced import ANNOUNCED
from ejournal.settings import ROOT
from ejournal.ui.components.draft.draft import DRAFTS


def test_the_manifest_speaks_the_browser_s_language_and_names_pictures_that_are_there(
    browser: TestClient,
) -> None:
    for language, name in (("ru-RU", "Школьный журнал"), ("en-GB", "School journal")):
        answer = browser.get("/app.webmanifest", headers={"Accept-Language": language})
        assert answer.headers["content-type"].startswith("application/manifest+json")
        told = answer.json()
        assert (told["name"], told["start_url"], told["display"]) == (name, "/", "standalone")
        assert all((ROOT / "assets" / icon["src"].lstrip("/")).exists() for icon in told["icons"])


def told(browser: TestClient) -> dict[str, Any]:
    """What the worker is told of its build."""
    first = browser.get("/service-worker.js").text.partition("\n")[0]
    about: dict[str, Any] = json.loads(first.removeprefix("self.TOLD = ").removesuffix(";"))
    return about


def test_the_worker_knows_its_build_and_says_all_in_both_languages(browser: TestClient) -> None:
    answer = browser.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    about = told(browser)
    assert re.fullmatch(r"[0-9a-f]{12}", about["build"])
    assert about["readable"] == list(READABLE)
    for locale, title in (("ru", "Нет сети"), ("en", "No network")):
        assert f"<h1>{title}</h1>" in about["pages"][locale]["away"]
        assert all(f'data-kept="{path}"' in about["pages"][locale]["away"] for path in READABLE)
    assert "const SHELL" in answer.text


def test_what_stands_without_a_network_is_there() -> None:
    own, *others = [path for path in installed.FILES if path.startswith("/external/")]
    assert (own, others) == (DRAFTS.partition("?")[0], [])
    assert all((ROOT / "assets" / path[1:]).exists() for path in installed.FILES if path != own)


def test_the_form_of_an_absence_without_a_network_takes_what_the_service_takes(browser: TestClient) -> None:
    told = json.loads(
        browser.get("/service-worker.js")
        .text.partition("\n")[0]
        .removeprefix("self.TOLD = ")
        .removesuffix(";")
    )
    form = told["pages"]["ru"]["absence"]
    assert re.findall(r'name="code" value="(\w+)"', form) == [code.value for code in ANNOUNCED]
    assert f'data-limit="{limits.NOTE}"' in form
    assert "Последний день раньше первого" in form


def test_another_build_is_another_worker(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "index.html"
    monkeypatch.setattr(installed, "FIRST_PAGE", page)
    found = set()
    for built in ("one", "two", "two"):
        page.write_text(built)
        found.add(browser.get("/service-worker.js").text)
    assert len(found) == 2


@pytest.mark.parametrize("script", ["ejournal/ui/components/kept/kept.js"])
def test_the_page_keeps_what_the_worker_shows(script: str) -> None:
    text = (ROOT / script).read_text(encoding="utf-8")
    found = re.search(r"const READABLE = (\[.*?\]);", text)
    assert found is not None
    assert json.loads(found[1]) == list(READABLE)
