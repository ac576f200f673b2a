"""Charts of the school, a grade, a class, a teacher or a course, with who stands behind each number."""
