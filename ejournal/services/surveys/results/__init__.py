"""What was said in a survey: counted once, crossed, read as texts, compared with an earlier run, for files.

What few have said is held back in `small.py` and `cross.py` alone, before pages and files see it.
"""
