"""The messages of a room and the field in which one writes."""

from ejournal.ui.components.talk.talk import talk

__all__ = ["talk"]
