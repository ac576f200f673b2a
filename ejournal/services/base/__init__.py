"""What every other room of the services stands on: tables, locks, texts as typed, the order of names.

No rule of the school lives here; nothing here imports another room.
"""
