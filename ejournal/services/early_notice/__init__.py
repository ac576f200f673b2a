"""Early notice: pupils of whom facts ask that somebody talks with the family, and what came of the talks.

Ways in: `noticed` of `noticing.py`, `tried` of `trying.py` (how often it was right), `talks.py`, `rule.py`.
There is no score and no order by danger: a flag is a fact in words.
"""
