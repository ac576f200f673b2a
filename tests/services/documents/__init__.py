"""Documents that people acknowledge."""
