"""What a connection may cost before anything of the app is asked: bounded heads, bounded frames."""
