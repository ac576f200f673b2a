"""Scales of marks, averages and kinds of work with their weights.

`scales` says what may be typed and how it is spelled, `averages` how it is counted and rounded.
"""
