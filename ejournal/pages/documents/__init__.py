"""Documents that people acknowledge: read, signed, written and followed."""
