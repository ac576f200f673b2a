"""The use of the journal by families and by the school."""
