"""Second factors on both databases: what counts, once, in time, and for whom it is asked."""
