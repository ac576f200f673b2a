"""Printing: what is to be on paper is chosen, described and taken."""
