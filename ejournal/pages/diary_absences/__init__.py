"""The diary's absences: missed lessons, absences announced."""
