"""The user guides describe what there is: every place of the navigation, every key of the journal."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from ejournal.i18n import gettext
from ejournal.services.school.rules import MarkRules
from ejournal.settings import ROOT
from ejournal.ui.components.sheet import sheet
from ejournal.ui.runtime.places import PLACES
from ejournal.ui.runtime.session import Place

GUIDE = ROOT / "docs" / "guide"
LANGUAGES = ("ru", "en")
ROLES = ("teacher", "class-teacher", "parent", "pupil", "deputy", "administrator")
KEY_TABLE = (sheet.__doc__ or "").partition("Keys,")[2].partition("\nThe height")[0]
KEYS = sorted(
    {*re.findall(r"(?<![а-я/(])[а-я](?=[ (])", KEY_TABLE)}
    | {*re.findall(r"\b[A-Z][A-Za-z0-9]+(?:\+[A-Z])?(?!\w)", KEY_TABLE)}
)
FORMER = "After a move, marks of the former class or group count"
PLACE = "Families see the place of their own child in the class"
A_PAGE = 75
"""Lines of the longest guide: more is not read."""


def text(language: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((GUIDE / language).glob("*.md")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [place for place, _ in PLACES], ids=lambda place: place.key)
def test_every_place_is_described(place: Place, language: str) -> None:
    title = place.title_ru if language == "ru" else place.title_en
    assert re.search(rf"\*\*{re.escape(title)}\b[^*]*\*\*", text(language)), (
        f"{title!r} is in no {language} guide"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_journal_is_described(key: str, language: str) -> None:
    teacher = (GUIDE / language / "teacher.md").read_text(encoding="utf-8")
    assert f"`{key}`" in teacher


def test_the_key_table_was_found() -> None:
    assert {"н", "б", "у", "п", "о", "с", "а", "з", "х", "Enter", "F2", "Ctrl+Z"} <= set(KEYS)


def test_every_rule_of_marks_that_a_school_may_set_is_described() -> None:
    said = {
        "rule": ("от какого среднего", "from which average"),
        "one_allowed": ("можно ли ставить «1»", "whether “1” may be given"),
        "edit_window_days": ("сколько дней урок открыт", "how many days a lesson is open"),
        "remark_visible": ("читают ли семьи замечания", "whether families read remarks"),
        "paper_late": (
            "пишется ли в печатном журнале опоздание",
            "late coming stands in the printed journal",
        ),
        "paper_slash": ("дробь между двумя отметками", "a slash between two marks"),
        "journal_kept_years": ("сколько лет хранить журналы", "how many years to keep journals"),
        "summary_kept_years": ("и сводные ведомости", "and summary sheets"),
        "former_marks_count": (
            f"«{gettext('ru', FORMER)}»",
            f"“{FORMER}”",
        ),
        "place_in_class": (f"«{gettext('ru', PLACE)}»", f"“{PLACE}”"),
    }
    assert {one.name for one in fields(MarkRules)} == set(said)
    guides = [" ".join((GUIDE / language / "deputy.md").read_text("utf-8").split()) for language in LANGUAGES]
    silent = [
        f"{name}, {language}"
        for name, words in said.items()
        for language, guide, word in zip(LANGUAGES, guides, words, strict=True)
        if word not in guide
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_role_has_its_page_and_it_is_short(language: str) -> None:
    pages = {path.stem: path for path in (GUIDE / language).glob("*.md")}
    assert set(ROLES) <= set(pages)
    long = [name for name, path in pages.items() if len(path.read_text("utf-8").splitlines()) > A_PAGE]
    assert long == []


def test_the_index_names_every_page_in_both_languages() -> None:
    index = (GUIDE / "README.md").read_text(encoding="utf-8")
    pages = {str(path.relative_to(GUIDE)) for path in GUIDE.glob("*/*.md")}
    assert {page for page in pages if f"({page})" not in index} == set()
    assert {path.stem for path in (GUIDE / "ru").glob("*.md")} == {
        path.stem for path in (GUIDE / "en").glob("*.md")
    }


def test_each_link_leads_to_a_file() -> None:
    lost = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in GUIDE.rglob("*.md")
        for link in re.findall(r"\]\((?!http)([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not Path(page.parent, link).resolve().exists()
    ]
    assert lost == []
