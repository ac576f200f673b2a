"""What is printed of the journal, read for paper: journals of courses and classes, sheets of results.

`courses.py`, `classes.py` and `results.py` are the ways in; all of them read in a fixed number of queries.
"""
