"""How the school uses its journal: families by class and week, teachers, and the parts that nobody uses.

Ways in: `families_use` of `families.py` and `school_use` of `school.py`; `sheet.py` makes the sheet of both.
"""
