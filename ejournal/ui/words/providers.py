"""What became of a way to a provider and back, in words, by the sign that the server leads back with."""

from typing import Literal

from ejournal.ui.words.text import Words, t

Tone = Literal["accent", "amber", "green", "red"]


def ends() -> dict[str, tuple[Tone, Words]]:
    """By sign: the tone of the callout, and what it says and advises."""
    return {
        "linked": ("green", t("It is linked: from now on you can sign in by it.")),
        "stranger": (
            "amber",
            t(
                "You are known there, but linked to no account here yet. Sign in in your usual way, "
                "then link it on the page “My account”."
            ),
        ),
        "taken": (
            "amber",
            t(
                "It is linked to another account already, or your account has somebody else there. "
                "Nothing was changed."
            ),
        ),
        "closed": ("red", t("Your account is closed. Ask the school's administrator.")),
        "refused": (
            "red",
            t(
                "The answer of that service cannot be trusted, so nobody was let in. Begin anew; "
                "when it happens again, tell the administrator."
            ),
        ),
        "declined": ("amber", t("That service let nobody in, or you stopped there. Nothing was changed.")),
        "again": (
            "amber",
            t("This was begun too long ago, in another browser, or was used up already. Begin anew."),
        ),
        "away": (
            "amber",
            t("That service does not answer now. Sign in in your usual way, or try again in a minute."),
        ),
        "unknown": ("amber", t("There is no such way to sign in here any more.")),
    }
