"""What a page shows only where this installation says so: the pages are built once, for all installations."""

from ejournal.ui.components.if_answered.if_answered import if_answered

__all__ = ["if_answered"]
