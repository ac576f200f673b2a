"""The schedule: by person, class, teacher and room; bells; links to calendars and the hall screen."""
