"""The page of a class: news, dates, documents, contacts, and who writes there."""
