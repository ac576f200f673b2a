"""Papers with numbers: how routes give them, and the page by which anybody looks one up."""
