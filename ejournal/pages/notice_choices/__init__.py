"""What and where to: how each kind of notice comes to oneself, and when."""
