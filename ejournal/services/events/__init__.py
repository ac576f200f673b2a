"""Events of the school: planned, announced, answered, reminded of, moved, cancelled, attended.

`planning`, `changing` and `lists` are for who organises, `reading` and `answering` for who is invited.
"""
