"""What the browser sees of the roles that are asked for a second factor."""

from dataclasses import dataclass

from ejournal.i18n import dates, gettext
from ejournal.models import Role
from ejournal.services.second_factor.asked_of import AskedRole

ROLE_WORDS = {
    Role.ADMINISTRATOR: "Administrators",
    Role.DIRECTOR: "Head of the school",
    Role.DEPUTY: "Deputy heads",
    Role.CLASS_TEACHER: "Class teachers",
    Role.TEACHER: "Teachers",
}
"""Who is asked, as message ids."""


@dataclass(frozen=True)
class AskedRow:
    """A role, whether it is asked, and how many of its people are ready."""

    role: str
    title: str
    note: str
    asked: bool


def asked_row(one: AskedRole, locale: str) -> AskedRow:
    """The role in words."""
    have = gettext(locale, "set up by {have} of {people}", have=one.with_factor, people=one.people)
    parts = [have if one.people else gettext(locale, "nobody has an account")]
    if one.since:
        parts.insert(0, gettext(locale, "since {when}", when=dates.full_date(locale, one.since)))
    return AskedRow(one.role.value, gettext(locale, ROLE_WORDS[one.role]), " · ".join(parts), bool(one.since))
