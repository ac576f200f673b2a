"""What heads set for their school: rules, the academic year, bells."""
