"""News of the school: the list and its archive, an item with who has read it, writing one."""
