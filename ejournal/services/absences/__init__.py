"""Absences of pupils: lessons missed, and absences that families announce.

Teachers' absences are in `substitutions`.
"""
