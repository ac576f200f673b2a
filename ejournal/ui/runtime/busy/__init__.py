"""Topics that many tabs follow: they are read once for all of them, and told in turns."""
