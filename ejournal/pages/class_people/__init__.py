"""The list of a class for its teacher: pupils, guardians, how to reach them."""
