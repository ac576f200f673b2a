"""Surveys: the list of those that one keeps, the builder in its folder."""
