"""Accounts of the school: who signs in by what, new passwords, blocking; for the administrator."""
