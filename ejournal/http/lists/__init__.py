"""Paper and spreadsheets to take away: the schedule, substitutions, the list of a class, who has not come."""
