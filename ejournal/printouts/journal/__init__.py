"""The class journal on paper: a book of facing pages, bound at the inner edge."""
