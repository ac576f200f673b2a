"""The board of the timetable's editor: the week, the tray, and what the hand carries between them."""

from ejournal.ui.components.board.board import board_words, timetable_board

__all__ = ["board_words", "timetable_board"]
