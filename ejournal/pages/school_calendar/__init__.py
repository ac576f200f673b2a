"""The calendar of the school: the year, terms, days off, weeks of classes, bells; for who sets it up."""
