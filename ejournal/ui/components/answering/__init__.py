"""A survey as it is answered: a question a screen on phones, all beneath each other on wide ones."""

from ejournal.ui.components.answering.answering import answering

__all__ = ["answering"]
