"""The clock that counts down to the next bell in the browser."""
