"""The states of the schedule's pages: the week, the bells, the secret links."""

from ejournal.pages.schedule.state.bells import BellsState
from ejournal.pages.schedule.state.links import LinksState
from ejournal.pages.schedule.state.week import ScheduleState

__all__ = ["BellsState", "LinksState", "ScheduleState"]
