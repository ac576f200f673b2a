"""The look: palettes of the light and the dark paper, the house font, the list of stylesheets."""

import reflex as rx

from ejournal.settings import ROOT

ASSETS = ROOT / "assets"

LIGHT = {
    "paper": "#FBFAF6",
    "sheet": "#FFFFFF",
    "ink": "#1D2330",
    "ink-soft": "#5D6675",
    "hairline": "#E6E2D8",
    "edge": "#CFC9BB",
    "margin-red": "#E2574C",
    "accent": "#1F5FA8",
    "accent-deep": "#184E8C",
    "accent-soft": "#E8F0FA",
    "on-accent": "#FFFFFF",
    "amber": "#9A5708",
    "amber-soft": "#FDF4E1",
    "green": "#1E7A4D",
    "green-soft": "#E6F3EB",
    "red": "#B3261E",
    "red-soft": "#FCEBE9",
    "on-red": "#FFFFFF",
    "count": "#C93B30",
    "focus": "#1F5FA8",
    "zebra": "#FAF8F2",
    "hover": "#F4F1E9",
    "veil": "rgb(29 35 48 / 38%)",
    "shadow": "0 12px 40px rgb(29 35 48 / 18%), 0 2px 8px rgb(29 35 48 / 8%)",
}
"""Ink on white sheets; every text colour keeps 4.5 to 1 on every ground it meets."""

DARK = {
    "paper": "#171614",
    "sheet": "#201F1C",
    "ink": "#ECE8DF",
    "ink-soft": "#ABA79D",
    "hairline": "#36342F",
    "edge": "#514E47",
    "margin-red": "#D9574D",
    "accent": "#86B7F0",
    "accent-deep": "#A3C9F5",
    "accent-soft": "#1F2F45",
    "on-accent": "#0E1B2C",
    "amber": "#E5AE5A",
    "amber-soft": "#362A17",
    "green": "#74C69A",
    "green-soft": "#1A3226",
    "red": "#F2938B",
    "red-soft": "#402221",
    "on-red": "#2A0C0A",
    "count": "#C93B30",
    "focus": "#A3C9F5",
    "zebra": "#24221F",
    "hover": "#2B2925",
    "veil": "rgb(0 0 0 / 58%)",
    "shadow": "0 12px 40px rgb(0 0 0 / 55%), 0 0 0 1px #36342F",
}
"""Warm graphite with the same roles; its own palette, not an inversion."""

FONT_RANGES = {
    "cyrillic": "U+0401,U+0410-044F,U+0451,U+2116",
    "cyrillic-more": "U+0301,U+0402-040F,U+0452-045F,U+0490-0491,U+04B0-04B1",
    "cyrillic-ext": "U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F",
    "latin": "U+0020-007E,U+00A0,U+00A7,U+00AB,U+00B0,U+00B7,U+00BB,U+00D7,U+2009,U+2011,U+2013-2014,"
    "U+2019,U+201C-201E,U+2022,U+2026,U+2212",
    "latin-more": "U+00A1-00A6,U+00A8-00AA,U+00AC-00AF,U+00B1-00B6,U+00B8-00BA,U+00BC-00D6,U+00D8-00FF,"
    "U+0131,U+0152-0153,U+02BC,U+02C6,U+02DA,U+02DC,U+0300,U+0303-0304,U+0308,U+2018,U+201A,U+2039-203A,"
    "U+2044,U+20AC,U+2122,U+2191,U+2193,U+2215",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
}
"""Which file of Golos Text a browser fetches for which letters.

The first of each script holds what Russian and English need, cut from Google's with `fontTools.subset`
(features tnum, kern, marks; weights 400 to 750; U+2011 drawn as the hyphen); its sisters hold the rest.
"""

ALWAYS_NEEDED = ("cyrillic", "latin")


def head() -> list[rx.Component]:
    """What stands in every page's head: palette and fonts before anything is painted."""
    preloads = [
        rx.el.link(
            rel="preload",
            href=_font_file(letters),
            type="font/woff2",
            cross_origin="anonymous",
            custom_attrs={"as": "font"},
        )
        for letters in ALWAYS_NEEDED
    ]
    browser_bar = [
        rx.el.meta(
            name="theme-color",
            content=palette["paper"],
            custom_attrs={"media": f"(prefers-color-scheme: {mode})"},
        )
        for mode, palette in (("light", LIGHT), ("dark", DARK))
    ]
    icon = rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")
    installed = [
        rx.el.link(rel="manifest", href="/app.webmanifest"),
        rx.el.link(rel="apple-touch-icon", href="/icons/180.png"),
    ]
    width = rx.el.meta(name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover")
    return [width, *preloads, icon, *installed, *browser_bar, rx.el.style(palette_css() + font_css())]


def palette_css() -> str:
    """Custom properties of both palettes: by the class on html, by the system's wish without script."""
    light, dark = _properties(LIGHT), _properties(DARK)
    return (
        f":root{{{light}}}html.dark{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{html:not(.light):not(.dark){{{dark}}}}}"
        f"@media print{{html,html.dark{{{light}}}}}"
    )


def font_css() -> str:
    """The house font's faces; files are served by the app itself."""
    return "".join(
        "@font-face{font-family:'Golos Text';font-style:normal;font-display:swap;font-weight:400 750;"
        f"src:url({_font_file(letters)}) format('woff2');unicode-range:{span}}}"
        for letters, span in FONT_RANGES.items()
    )


def stylesheets() -> list[str]:
    """Every stylesheet in assets/styles in the order of names; a page adds its own as 50-<slice>.css."""
    return [f"/styles/{path.name}" for path in sorted((ASSETS / "styles").glob("*.css"))]


def _font_file(letters: str) -> str:
    return f"/fonts/golos-text-{letters}.woff2"


def _properties(palette: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in palette.items())
