"""What was said in a survey."""
