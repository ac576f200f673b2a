"""OneRoster 1.1 and 1.2, the CSV form: archives of other systems read, and the school's own written.

`reading` is the way in, `writing` the way out; `columns` says which files and columns there are.
"""
