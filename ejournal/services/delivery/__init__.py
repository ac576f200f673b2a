"""Notices that leave the program: what goes to whom and when, what waits, what became of it.

`choices` is for one's own page, `of_school` for the school's; `planning` makes deliveries of new notices,
`sending` hands them to whoever works (`integrations/outgoing/delivering.py`), `letters` says what stands in a
letter, `queue` is for the administrator's page.
"""
