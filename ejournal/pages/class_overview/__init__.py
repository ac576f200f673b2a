"""The class teacher's view of the class."""
