"""Drafts are their account's: nobody else finds them, and the sign-out leaves none."""

from pathlib import Path

from tests.ui.test_sheet_entries import bun

SCRIPT = Path(__file__).with_name("drafts_kept.js")


def test_drafts_are_kept_for_their_account_until_it_leaves() -> None:
    assert bun(SCRIPT, {}) == {
        "own": "§ 14",
        "others": None,
        "nobodys": None,
        "forgotten": None,
        "afterAnother": [None, "Его"],
        "afterForm": None,
        "old": None,
        "afterOtherForm": "Старое",
        "afterSignOut": 0,
    }
