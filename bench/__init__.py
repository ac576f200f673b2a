"""Benchmarks: how fast the school day is, measured on real servers; `make bench`."""
