"""Figures of the school, of a class and of a teacher's courses, each with the pupils behind it."""
