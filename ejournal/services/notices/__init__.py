"""Notices (notifications): put into the outbox with the change they tell of, read behind the bell.

Writers call `outbox`; `board` lists them for a reader, `words` says them, `places` where each leads.
"""
