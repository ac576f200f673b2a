"""Buttons for the providers by which one may sign in here, as the running server names them."""

from ejournal.ui.components.ways_in.ways_in import ways_in

__all__ = ["ways_in"]
