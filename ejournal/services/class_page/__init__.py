"""The page of a class: its news, dates and documents, who writes there, what was hidden, who is told.

`reading` gives the page, `writing` puts items on it, `hiding` and `helpers` are for who keeps it.
"""
