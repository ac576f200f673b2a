"""A list of people on its way in: what was found, what would change, the faults, done and undone."""
