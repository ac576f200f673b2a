"""The figures by which heads, class teachers and teachers live, and the reports that they file.

Ways in: `school_report` and `listed` of `school.py`, `class_report` of `classes.py`, `courses_report` of
`courses.py`; `formulas.py` holds every formula.
"""
