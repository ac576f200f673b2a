"""The diary's marks: subjects of a term, averages, dynamics."""
