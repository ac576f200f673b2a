"""Delivery of notices, for the administrator: what waits, what became of the rest, a trial letter."""
