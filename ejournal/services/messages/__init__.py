"""Messages of the school to many: to whom they are, what they say to each, what became of them.

A draft is filled by `drafts.py` and checked by `sending.py`, which sends it at once or lets it wait.
"""
