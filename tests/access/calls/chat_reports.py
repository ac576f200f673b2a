"""Calls of reported messages: heads alone see them, of their own school, and nothing else of the room."""

from tests.access.calls.asking import NOBODY, Call, Case, Step, at, nowhere, of, simple
from tests.access.world import CHAT

CALLS: dict[str, Call] = {}
_MODERATORS = frozenset({"director", "deputy"})
_REPORTED = CHAT.format("course")
_WAITING = (Step("ChatReportsState.load", at=at("/chat/reports")),)
_REPORT = of(report_id=lambda world: world.chat_reports["course"])
_OF_OTHERS = of(report_id=lambda world: world.chat_reports["staff_b"])
_DECISION = of(form={"hide": "on", "mute": "day", "reason": "Грубость"})
_OPENED = Step("ChatReportsState.open_decision", _REPORT)
CALLS["ChatReportsState.load"] = simple(_MODERATORS, at=at("/chat/reports"), shows=(_REPORTED,))
CALLS["ChatReportsState.open_decision"] = Call(
    (
        Case(_MODERATORS, _REPORT, first=_WAITING, shows=(_REPORTED,)),
        Case(NOBODY, _OF_OTHERS, first=_WAITING),
    ),
    absent=nowhere("report_id"),
)
CALLS["ChatReportsState.close_decision"] = simple(_MODERATORS)
CALLS["ChatReportsState.decide"] = simple(_MODERATORS, _DECISION, first=(_OPENED,), writes=True)
CALLS["ChatReportsState.put_aside"] = Call(
    (Case(_MODERATORS, _REPORT, writes=True), Case(NOBODY, _OF_OTHERS)), absent=nowhere("report_id")
)
CALLS["ChatReportsState.take_back"] = Call(
    (
        Case(_MODERATORS, _REPORT, first=(Step("ChatReportsState.put_aside", _REPORT),), writes=True),
        Case(NOBODY, _OF_OTHERS),
    ),
    absent=nowhere("report_id"),
)
