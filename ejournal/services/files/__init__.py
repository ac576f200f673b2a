"""Files that people send: on their way in, kept, shown by rows of the school, fetched, swept.

Others come in by `keeping`: `attach` the files that somebody has sent to a row, `files_of` rows, `remove`
them. Who may fetch what a kind of row shows is said in `access/files.py`.
"""
