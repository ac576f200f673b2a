"""The journal's speed: `make bench` prints a JSON line a figure and writes docs/performance.md."""
