"""Rooms: who is where, which are free, booking one."""
