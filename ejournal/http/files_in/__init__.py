"""Files that come in from a browser: lists of people, marks of another journal, timetables."""
