"""Files that people send, by their routes."""
