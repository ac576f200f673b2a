"""Documents of the school that people acknowledge: versions, who is asked, what became of it.

A draft is filled by `drafts.py` and let out by `publishing.py`; `signing.py` takes what people say, and
`register.py` holds it; `due.py` is what happens by itself.
"""
