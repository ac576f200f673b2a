"""What the school does with personal data: who opened whose."""
