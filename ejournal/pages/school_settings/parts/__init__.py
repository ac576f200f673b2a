"""The components of the settings, a module for each section."""
