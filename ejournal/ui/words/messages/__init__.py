"""Messages to many in words: parts of the school, what is asked, where they stand, whom nothing reaches."""

from collections.abc import Mapping

from ejournal.i18n import gettext
from ejournal.models import MessageAsks, MessagePartKind, MessageState, MessageWhom, Role
from ejournal.services.messages.offered import Named
from ejournal.services.messages.reach import Reach

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
    MessageWhom.GUARDIANS: "Parents",
    MessageWhom.PUPILS: "Pupils",
    MessageWhom.BOTH: "Parents and pupils",
}
ASKS = {
    MessageAsks.NOTHING: "Nothing",
    MessageAsks.CONFIRM: "To confirm that it was read",
    MessageAsks.ANSWER: "To choose an answer",
}
STATES = {
    MessageState.DRAFT: "Draft",
    MessageState.WAITING: "Waits for its hour",
    MessageState.SENT: "Sent",
    MessageState.WITHDRAWN: "Withdrawn",
    MessageState.LAPSED: "Not sent",
}
REACH = {
    Reach.REACHED: "",
    Reach.NO_ACCOUNT: "No account",
    Reach.BLOCKED: "The account is blocked",
}
ASKED = {
    MessageAsks.CONFIRM: "asks to be confirmed",
    MessageAsks.ANSWER: "asks for an answer",
}
AWAY = {
    MessagePartKind.ABSENT: "Parents of those who were away today",
    MessagePartKind.UNEXPLAINED: "Parents of those away today without a known reason",
}


def part_words(one: Named, locale: str) -> str:
    """«6 «Б»», «все шестые классы», «Учителя»."""
    kind = one.part.kind
    if kind is MessagePartKind.GRADE:
        return gettext(locale, "Grade {grade}", grade=one.part.value)
    if kind is MessagePartKind.ROLE:
        return gettext(locale, ROLES[Role(one.part.value)])
    if kind in AWAY:
        return gettext(locale, AWAY[kind])
    return one.name
