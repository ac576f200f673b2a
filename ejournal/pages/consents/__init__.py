"""The documents that people agree to: purposes, drafts, versions."""
