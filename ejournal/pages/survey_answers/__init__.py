"""A survey as whoever is asked answers it."""
