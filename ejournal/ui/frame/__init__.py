"""What surrounds a page: document, shell with its places, themes, lost connection, failed pages."""
