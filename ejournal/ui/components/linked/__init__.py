"""Text in which addresses are links."""

from ejournal.ui.components.linked.linked import linked

__all__ = ["linked"]
