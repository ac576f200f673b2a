"""News of the school: written, published at once or at an hour, read, acknowledged, spoken of, seen by all.

`drafts` and `publishing` are for who writes, `reading` and `acknowledging` for readers, `public` for all.
"""
