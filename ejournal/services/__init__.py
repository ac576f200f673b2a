"""The verbs of the school, by noun: plain functions on a session and an actor."""
