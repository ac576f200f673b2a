"""The doors of the live pages: who comes in, what a stranger is told, whose each open tab is."""
