"""News of the school: who reads them, who said what, what anybody sees."""
