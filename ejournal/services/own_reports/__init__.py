"""Reports that people put together themselves: rows, columns, a filter, a period, kept and shared.

Ways in: `draw_table` of `drawing.py`; `keeping.py` saves, shares, deletes; `columns.py` names every figure.
"""
