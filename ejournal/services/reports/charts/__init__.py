"""Charts of a pupil, a course, a class, a teacher or the school, and who stands behind each number.

Ways in: `dynamics` of `pupil.py` for a family, `charts` of `shown.py` for the staff.
"""
