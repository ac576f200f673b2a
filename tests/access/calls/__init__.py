"""The table of the matrix: for every event handler and route, how it is called and exactly who may."""

from tests.access.calls import (
    accounts,
    care,
    editor,
    family,
    journal,
    own,
    rooms,
    schedule,
    settings,
    setup,
    substitutions,
)
from tests.access.calls.asking import Call, Case, Visit
from tests.access.calls.routes import VISITS

CALLS: dict[str, Call] = {
    **own.CALLS,
    **family.CALLS,
    **journal.CALLS,
    **care.CALLS,
    **setup.CALLS,
    **settings.CALLS,
    **schedule.CALLS,
    **editor.CALLS,
    **substitutions.CALLS,
    **accounts.CALLS,
    **rooms.CALLS,
}
"""By «State.handler»."""

__all__ = ["CALLS", "VISITS", "Call", "Case", "Visit"]
