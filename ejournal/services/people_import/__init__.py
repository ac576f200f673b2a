"""People from spreadsheets: whom a file's lines mean, what they would change, taken in at once and undone.

`importing` is the way in; the formats themselves are in `ejournal/integrations/people`.
"""
