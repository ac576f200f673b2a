"""The outbox of letters: `outbox.put` queues one in the transaction of the act, `sending` says what is due.

Who sends is `ui/runtime/background/mails.py`; how a server is spoken to, `integrations/smtp.py`.
"""
