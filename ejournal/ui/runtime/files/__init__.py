"""What pages have in common by which files come in: long work on them, and their steps."""
