"""The chat's services."""
