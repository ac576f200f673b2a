"""The outbox of letters: `outbox.put` queues one in the transaction of the act, `sending` says what is due.

turns.py lets one process of all do a work. Who sends is `ui/runtime/background/mails.py`; how a server is
spoken to, `integrations/smtp.py`.
"""
