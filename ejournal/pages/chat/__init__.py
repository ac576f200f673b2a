"""The chat: rooms of the school and talks of two."""
