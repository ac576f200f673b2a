"""The components of people: the list, a card, their forms."""
