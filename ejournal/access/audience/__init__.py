"""Who is of the parts of the school for which something is: asked of the parts' rows, day by day."""
