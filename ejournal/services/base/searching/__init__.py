"""Texts found by their words: an index of them in a table, what is sought, what is shown of a text found.

Ways in: index (kept and asked), sought (what somebody typed), excerpts.
"""
