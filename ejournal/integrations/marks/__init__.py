"""Marks of other journals in spreadsheets: a row a mark, or pupils down and dates across."""
