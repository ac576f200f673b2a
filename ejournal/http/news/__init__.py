"""Public news of a school, without a sign-in: a page, a feed, a view for the school's own site."""
