"""Classes as others see them: who belongs to one today, and who reads and keeps its page."""
