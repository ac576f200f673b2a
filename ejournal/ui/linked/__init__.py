"""Text in which addresses are links."""

from ejournal.ui.linked.linked import linked

__all__ = ["linked"]
