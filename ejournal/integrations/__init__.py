"""Adapters: what other programs write and read."""
