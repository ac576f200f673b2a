"""Lists to take away, as paper and spreadsheets: substitutions, the list of a class, who has not come."""
