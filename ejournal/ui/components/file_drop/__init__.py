"""Where a file is dropped or chosen, and sent to a route of ours with the progress shown."""

from ejournal.ui.components.file_drop.file_drop import file_drop

__all__ = ["file_drop"]
