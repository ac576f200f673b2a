"""Tests of who opened whose data."""
