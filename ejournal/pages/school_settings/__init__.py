"""The school's settings: kinds of work, rules of marks, classes, exemptions."""
