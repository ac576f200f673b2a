"""Courses: a subject taught to a class or a group, its teachers from a day to a day, its pupils.

`choice` lists the courses one may open, `frame` loads one, `members` says who sits in a lesson.
"""
