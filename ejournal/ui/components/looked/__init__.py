"""Tells the server that a person has looked at what is new."""

from ejournal.ui.components.looked.looked import looked

__all__ = ["looked"]
