"""What a browser asks for to install the journal."""

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ejournal.http.offline import installed
from ejournal.http.offline.installed import READABLE
from ejournal.settings import ROOT


def test_the_manifest_speaks_the_browser_s_language_and_names_pictures_that_are_there(
    browser: TestClient,
) -> None:
    for language, name in (("ru-RU", "Школьный журнал"), ("en-GB", "School journal")):
        answer = browser.get("/app.webmanifest", headers={"Accept-Language": language})
        assert answer.headers["content-type"].startswith("application/manifest+json")
        told = answer.json()
        assert (told["name"], told["start_url"], told["display"]) == (name, "/", "standalone")
        assert all((ROOT / "assets" / icon["src"].lstrip("/")).exists() for icon in told["icons"])


def test_the_worker_knows_its_build_and_says_all_in_both_languages(browser: TestClient) -> None:
    answer = browser.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    first, _, rest = answer.text.partition("\n")
    told = json.loads(first.removeprefix("self.TOLD = ").removesuffix(";"))
    assert re.fullmatch(r"[0-9a-f]{12}", told["build"])
    assert told["readable"] == list(READABLE)
    for locale, title in (("ru", "Нет сети"), ("en", "No network")):
        assert f"<h1>{title}</h1>" in told["pages"][locale]["away"]
        assert all(f'data-kept="{path}"' in told["pages"][locale]["away"] for path in READABLE)
    assert "const SHELL" in rest


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
