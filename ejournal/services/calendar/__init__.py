"""The academic year: its terms, holidays, moved days and bells.

The way in is `cache.calendar_of`, which reads a year once; `year.Calendar` answers what a day is.
"""
