"""What schools do with personal data: who opened whose, two cards of one person, a family of two schools."""
