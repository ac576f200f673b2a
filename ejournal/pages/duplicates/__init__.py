"""Two cards of one person: likely pairs, two side by side, made one."""
