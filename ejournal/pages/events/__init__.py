"""Events of the school: the calendar, an event with answers, who comes, planning one."""
