"""Messages of the school to many: the lists, one that is opened, writing one."""
