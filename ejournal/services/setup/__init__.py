"""The first start of a real school: its one-time address, its first administrator, what is still missing.

first_start.py is for strangers who hold the address; missing.py for the administrator's pages.
"""
