"""The journal's sheet: the one place where the hand must not wait for the network."""

from ejournal.ui.components.sheet.sheet import journal_sheet, sheet_words

__all__ = ["journal_sheet", "sheet_words"]
