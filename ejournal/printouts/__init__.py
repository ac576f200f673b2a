"""Paper: frozen dataclasses in, bytes of a PDF out."""
