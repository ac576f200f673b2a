"""Timetables from files: upload, names, check, result; downloads of today's timetable."""
