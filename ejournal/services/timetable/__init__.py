"""The timetable of a week: versions, cards on the board, what clashes, what changes for the lessons.

`board` and `editing` are for the editor, `versions` for publishing.
"""
