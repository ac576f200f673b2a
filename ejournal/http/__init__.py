"""HTTP routes beside the pages: sign-in and -out, health, and what is served as a file."""
