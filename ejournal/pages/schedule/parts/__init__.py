"""The components of the schedule's pages: the week, the bells, the secret links."""
