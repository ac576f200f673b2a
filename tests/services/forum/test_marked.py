"""Markdown as it is shown: what people need, nothing that a browser would run or fetch, at a bounded cost."""

import re

import pytest

from ejournal import limits
from ejournal.services.base.marked import as_html

LIVES = re.compile(r"<(?!/?(?:a|blockquote|br|code|em|hr|li|ol|p|pre|s|strong|ul)[\s>/])", re.IGNORECASE)


def test_people_mark_what_they_write() -> None:
    html = as_html("**важно**, *очень*\nи ~~нет~~\n\n- раз\n- два\n\n> цитата")
    for part in ("<strong>важно</strong>", "<em>очень</em>", "<br>", "<s>нет</s>", "<li>раз</li>"):
        assert part in html
    assert "<blockquote>" in html


@pytest.mark.parametrize(
    "words", ["https://школа.рф/план", "см. http://example.org/a?b=1", "[план](https://a.ru)"]
)
def test_links_open_apart_and_lend_nothing(words: str) -> None:
    html = as_html(words)
    assert 'rel="noopener nofollow"' in html
    assert 'target="_blank"' in html


@pytest.mark.parametrize(
    "words",
    [
        "[жми](javascript:alert(1))",
        "[жми](JaVaScRiPt&colon;alert(1))",
        "[жми](data:text/html;base64,PHNjcmlwdD4=)",
        "[жми](vbscript:x)",
        "<javascript:alert(1)>",
        "![](javascript:alert(1))",
    ],
)
def test_a_link_that_would_run_is_none(words: str) -> None:
    assert "href" not in as_html(words)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        '<a href="x" onclick="y">z</a>',
        "<iframe src=//x></iframe>",
        "![подпись](https://x.example/pixel.png)",
        "# Заголовок\n\nтекст\n===",
        "<style>*{display:none}</style>",
        "<!-- -->",
        "`<b>`",
        "```html\n<script>1</script>\n```",
    ],
)
def test_html_and_pictures_stay_words(words: str) -> None:
    html = as_html(words)
    assert not LIVES.search(html)
    assert "src=" not in re.sub(r"&lt;.*?&gt;", "", html)


def test_what_goes_too_deep_is_shown_as_it_was_typed() -> None:
    words = "> " * 40 + "дно"
    assert "дно" in as_html(words)
    assert "дно" in as_html("- " * 40 + "дно")


@pytest.mark.parametrize(
    "part", [">", "[", "![", "*a ", "**a", "[a](", "`", "~~a", "<", "> - ", "\n>", "http://a.ru "]
)
def test_no_words_are_dear(part: str) -> None:
    html = as_html((part * limits.FORUM_POST)[: limits.FORUM_POST])
    assert len(html) < 40 * limits.FORUM_POST
