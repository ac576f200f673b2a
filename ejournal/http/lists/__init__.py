"""Lists to take away, as paper and spreadsheets: the journal of substitutions, the list of a class."""
