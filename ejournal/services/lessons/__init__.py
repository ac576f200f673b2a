"""Lessons of the year made from the timetable, and made again when it changes.

`planning` says what is to be, `making` writes it; lessons that were given are never lost.
"""
