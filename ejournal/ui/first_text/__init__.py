"""A page's first text: what its components would show, as markup that comes with the page ahead of React.

pages.py says which pages have one; build.py writes their components out as templates, by markup.py and
expressions.py; writing.py fills a template with what the page's own loaders read for whoever asks.
"""
