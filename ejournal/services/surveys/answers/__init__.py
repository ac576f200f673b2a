"""A survey as it is answered: what may be said, whose seat it is, places taken; anonymous answers in their
urn.

The grammar of answers stands in `values.py` alone; `sending.py` is the only way in for what somebody says.
"""
