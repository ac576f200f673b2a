"""The journal of a course: its spread on the screen, cells, topics, term marks, remarks.

`spread` reads it, `entries.put_cells` is the only way by which marks and absences are written.
"""
