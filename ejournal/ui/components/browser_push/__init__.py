"""This browser told of news: asked for, switched off, or why it cannot be."""

from ejournal.ui.components.browser_push.browser_push import browser_push

__all__ = ["browser_push"]
