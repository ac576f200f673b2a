"""Notices: what happened, for whoever it concerns."""
