"""To whom something of the school is: which of its parts somebody may choose, and who follows from them.

Others keep what was chosen by `parts.KeptParts` and ask `people.people_of`; `offered` says what there is.
"""
