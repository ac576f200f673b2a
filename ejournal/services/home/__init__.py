"""The page «Today» of each: staff, heads, families."""
