"""Two cards of one person: likely pairs, a preview of making them one, the act, and its undo.

`finding` looks for pairs, `preview` says what would follow, `merging` does it, `undoing` takes it back. What
hangs on a person is not listed by hand: `references` takes it from the tables, and says what is special.
"""
