"""`python -m ejournal serve`: check, migrate, build and serve the school on one port (see start.py)."""
