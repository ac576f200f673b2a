"""Marks, term marks and absences of another journal: laid on the lessons that stand here.

`importing` is the way in; the formats themselves are in `ejournal/integrations/marks`.
"""
