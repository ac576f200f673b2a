"""A post's Markdown as HTML that is harmless in any browser."""

from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt

DEEPEST = 20
"""Quotes and lists within one another; what goes deeper is shown as it was typed."""
TAGS = frozenset(("a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"))
SCHEMES = frozenset(("http", "https", "mailto"))
REL = "noopener nofollow"
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": DEEPEST})
    .enable(["linkify", "strikethrough"])
    .disable(["image", "heading", "lheading", "reference", "html_block", "html_inline"])
)
"""Without pictures, which would be fetched from elsewhere, without headings of the page, without HTML."""


@lru_cache(maxsize=256)
def as_plain(words: str) -> str:
    """What people read of the words: without the signs of Markdown and the addresses behind links."""
    parts = []
    for token in _PARSER.parse(words):
        within = token.children if token.type == "inline" else [token]
        parts += [one.content or " " for one in within or () if not one.nesting]
        parts.append(" ")
    return "".join(parts)


@lru_cache(maxsize=256)
def as_html(words: str) -> str:
    """The words as HTML: only known elements, links that lead to addresses of the web and of mail."""
    tokens = _PARSER.parse(words)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        drawn = "".join(f"<p>{escape(line)}</p>" for line in words.splitlines() if line.strip())
    else:
        drawn = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        drawn,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        link_rel=REL,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
