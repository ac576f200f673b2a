"""Components of the steps."""
