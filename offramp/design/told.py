"""Words of a protocol as the reader of a page is told them."""

from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from offramp.protocols.said import Said


def in_tongue(words: str) -> tuple[str, str]:
    """Words for this page, and the mark of their language where it is not the page's own: "en", else nothing."""
    if not isinstance(words, Said) or get_language() != "es":
        return str(words), ""
    spanish = words.in_spanish(gettext)
    return (str(words), "en") if spanish is None else (spanish, "")


def told(words: str) -> str:
    """Words for this page; what the protocol has in English alone is marked, so that a screen reader reads it rightly."""
    text, tongue = in_tongue(words)
    return format_html('<span lang="{}">{}</span>', tongue, text) if tongue else text
