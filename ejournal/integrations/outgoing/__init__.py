"""What leaves the program by itself: `delivering` is the work that hands notices to the channels."""
