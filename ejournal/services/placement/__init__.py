"""Automatic placement of the lessons that have no place in the timetable yet.

`fill` is the way in; what is forbidden is in `hard`, what is merely bad in `model`.
"""
