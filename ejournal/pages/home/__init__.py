"""The main page: what to do now."""
