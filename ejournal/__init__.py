"""E-journal: the school's journal and diary."""
