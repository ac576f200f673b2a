"""What schools do with personal data: who opened whose; a family that two of them share."""
