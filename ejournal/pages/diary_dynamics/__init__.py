"""How a pupil is doing over weeks and terms, in charts."""
