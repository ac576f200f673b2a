"""Who opened whose personal data: the whole log of the school, and for how long it is kept."""
