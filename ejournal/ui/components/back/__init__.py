"""The system's Back closes what floats above the page before it leaves the page."""
