"""Messages to many in words: what is asked, where they stand, whom nothing reaches."""

from ejournal.models import MessageAsks, MessageState
from ejournal.services.messages.reach import Reach

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
