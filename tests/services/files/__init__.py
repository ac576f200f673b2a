"""Files that people send, as services keep them."""
