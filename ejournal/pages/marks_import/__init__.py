"""Marks of another journal on their way in."""
