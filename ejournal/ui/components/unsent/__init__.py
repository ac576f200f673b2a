"""What was written without a network and waits on this device to be sent."""

from ejournal.ui.components.unsent.unsent import unsent_absences

__all__ = ["unsent_absences"]
