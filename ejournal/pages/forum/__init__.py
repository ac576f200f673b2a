"""The forum: its sections, a topic, what waits for moderators."""
