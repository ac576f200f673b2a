"""Pages and answers of the second step of a sign-in, and of a sign-in by a passkey alone."""
