"""The timetable's editor: /schedule/edit"""
