"""Substitutions: absences of teachers, who gives their lessons, the journal of substitutions."""
