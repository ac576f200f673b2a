"""What schools do with personal data: consents, who opened whose, a card twice, a family of two schools."""
