"""Reports that people put together themselves."""
