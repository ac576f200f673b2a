"""The look keeps its promises: legible in both papers, nothing fetched from elsewhere, errors with words."""

import re

import pytest

from ejournal.ui import kit
from ejournal.ui.frame import theme
from ejournal.ui.runtime.feedback import message_for

TEXT = ("ink", "ink-soft", "accent", "amber", "green", "red")
GROUNDS = ("paper", "sheet", "zebra", "hover", "accent-soft", "amber-soft", "green-soft", "red-soft")
ON_COLOUR = (("on-accent", "accent"), ("on-accent", "accent-deep"), ("on-red", "red"))


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_is_legible_on_every_ground(palette):
    pairs = [(text, ground) for text in TEXT for ground in GROUNDS] + list(ON_COLOUR)
    weak = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert contrast("#FFFFFF", palette["count"]) >= 4.5


def test_both_papers_have_the_same_roles():
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_styles_name_only_colours_of_the_palette_and_nothing_from_elsewhere():
    known = set(theme.LIGHT)
    for path in sorted((theme.ASSETS / "styles").glob("*.css")):
        text = path.read_text(encoding="utf-8")
        own = set(re.findall(r"--([\w-]+)\s*:", text))
        base = set(re.findall(r"--([\w-]+)\s*:", (theme.ASSETS / "styles" / "10-base.css").read_text()))
        with_default = set(re.findall(r"var\(--([\w-]+),", text))
        used = set(re.findall(r"var\(--([\w-]+)", text))
        assert used - known - own - base - with_default == set(), path.name
        assert "http" not in text, path.name


def test_every_font_file_is_served_by_the_app():
    for letters in theme.FONT_RANGES:
        assert (theme.ASSETS / "fonts" / f"golos-text-{letters}.woff2").stat().st_size > 9_000
    assert (theme.ASSETS / "fonts" / "OFL.txt").exists()


@pytest.mark.parametrize(
    ("value", "tone"),
    [("5", "good"), ("4", "plain"), ("2", "low"), ("н", "absent"), ("5/4", "plain"), ("осв", "absent")],
)
def test_tone_of_a_mark(value, tone):
    assert kit.mark_tone(value) == tone


def test_an_unknown_error_has_words_in_both_languages():
    russian, english = (message_for(ValueError("secret"), locale) for locale in ("ru", "en"))
    assert russian != english
    assert "secret" not in russian + english
