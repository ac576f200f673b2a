"""Surveys: built, opened, closed, answered, counted; the ways in are named by the verbs of its files.

Which questions somebody sees is said in `branching.py` alone, for pages, services and paper.
"""
