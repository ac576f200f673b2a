"""Events of the school: who is invited, who comes, who waits, what is told when they change."""
