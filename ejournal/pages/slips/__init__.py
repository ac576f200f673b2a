"""Registration slips: who has no account yet, by class, and the sheets of paper to hand out."""
