"""Accounts in words: a sign-in that is one with another school, which is never named."""

from ejournal.i18n import gettext


def shared_words(locale: str, *, of_another_school: bool, elsewhere_too: bool) -> str:
    """What an administrator is told of a shared sign-in; empty when it is not shared."""
    if of_another_school:
        return gettext(
            locale, "Signs in by an account of another school: its login and password are looked after there"
        )
    return gettext(locale, "This account opens another school too") if elsewhere_too else ""
