"""The load: which courses there are, who teaches them and for how many hours a week.

`adding` and `changing` are the verbs; groups and joint courses are made here too.
"""
