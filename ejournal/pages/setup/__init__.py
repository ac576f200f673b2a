"""The steps of a new school, for whoever is its administrator."""
