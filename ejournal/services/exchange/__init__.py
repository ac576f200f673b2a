"""Timetables from and for other programs: a file's names are matched, the differences shown, then taken in.

`importing` is the way in, `exporting` the way out; the formats themselves are in `ejournal/integrations`.
"""
