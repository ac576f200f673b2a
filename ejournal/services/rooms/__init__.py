"""Rooms: which are free, and the list of them."""
