"""People of the school: found as one types, a card of each, entered and changed by hand."""
