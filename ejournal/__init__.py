"""E-journal: the school's journal and diary."""

__version__ = "0.1.0"
