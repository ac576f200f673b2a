"""The schedule as it is read: weeks of classes, teachers and rooms, the screen in the hall, calendar feeds.

`weeks` is the way in; how it is arranged is in `timetable`.
"""
