"""Public news as RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from ejournal.i18n import gettext
from ejournal.services.base.marked import as_html
from ejournal.services.news.public import PublicPage

ATOM = "http://www.w3.org/2005/Atom"
register_namespace("atom", ATOM)


def write_feed(found: PublicPage, base: str, locale: str) -> str:
    """The feed; base: the address of the page of news. The number of an item is its name for good."""
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    _put(channel, "title", gettext(locale, "News: {school}", school=found.school))
    _put(channel, "link", base)
    _put(channel, "description", gettext(locale, "Public news of the school"))
    _put(channel, "language", locale)
    own = {"href": f"{base}.rss", "rel": "self", "type": "application/rss+xml"}
    SubElement(channel, f"{{{ATOM}}}link", own)
    for one in found.items:
        item = SubElement(channel, "item")
        address = f"{base}/{one.id}"
        _put(item, "title", one.title)
        _put(item, "link", address)
        _put(item, "guid", address)
        _put(item, "pubDate", format_datetime(one.at))
        _put(item, "description", as_html(one.words))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode")


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
