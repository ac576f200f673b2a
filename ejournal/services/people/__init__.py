"""People by hand: found, read as a card, added, changed, moved between classes; guardians and roles.

Who reads holds PEOPLE_READ, who changes PEOPLE_MANAGE. Every act is in the audit trail under the person it is
about, and compares the person with what stood when the form was opened (`seen.py`).
"""
