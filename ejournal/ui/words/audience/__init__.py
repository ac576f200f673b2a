"""To whom something is, in words: parts of the school, who of them is meant."""

from collections.abc import Mapping

from ejournal.i18n import gettext
from ejournal.models import PartKind, Role, Whom
from ejournal.services.audience.offered import Named

ROLES: Mapping[Role, str] = {
    Role.GUARDIAN: "All parents",
    Role.PUPIL: "All pupils",
    Role.TEACHER: "Teachers",
    Role.CLASS_TEACHER: "Class teachers",
    Role.DEPUTY: "Deputy heads",
    Role.DIRECTOR: "Head of school",
    Role.ADMINISTRATOR: "Administrators",
}
WHOM = {
    Whom.GUARDIANS: "Parents",
    Whom.PUPILS: "Pupils",
    Whom.BOTH: "Parents and pupils",
}
AWAY = {
    PartKind.ABSENT: "Parents of those who were away today",
    PartKind.UNEXPLAINED: "Parents of those away today without a known reason",
}


def part_words(one: Named, locale: str) -> str:
    """«6 «Б»», «все шестые классы», «Учителя»."""
    kind = one.part.kind
    if kind is PartKind.GRADE:
        return gettext(locale, "Grade {grade}", grade=one.part.value)
    if kind is PartKind.ROLE:
        return gettext(locale, ROLES[Role(one.part.value)])
    if kind in AWAY:
        return gettext(locale, AWAY[kind])
    return one.name
