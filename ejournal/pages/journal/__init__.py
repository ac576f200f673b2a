"""The journal: the spread of one course, and what a teacher writes in it."""
