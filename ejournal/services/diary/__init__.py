"""The diary: what a pupil and a family see of lessons, marks and progress.

`week` is a week of it, `progress` the marks page, `year_results` the table of the year.
"""
