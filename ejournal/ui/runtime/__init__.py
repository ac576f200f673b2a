"""How an event becomes an answer: handler, transaction, live news, jobs, the doors of sockets.

Pages use `handler`, `session.PageState` and `inputs`; nothing here draws.
"""
