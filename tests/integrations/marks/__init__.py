"""Exports of other journals read."""
