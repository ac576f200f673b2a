"""What the server does by itself while it serves: what a new day brings, letters sent."""
