"""Adapters to the world outside: mail, timetables, spreadsheets, calendars."""
