"""A browser in words, from what it says of itself with every request."""

import re

from django.utils.translation import gettext as _

#: The first that is found counts: every browser also names those that it wants to be taken for.
_BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"OPR/|OPX/|OPT/|Opera", "Opera"),
    (r"CriOS/", "Chrome"),
    (r"FxiOS/|Firefox/", "Firefox"),
    (r"Chrome/", "Chrome"),
    (r"Version/.*Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone|iPod", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "Chromebook"),
    (r"Macintosh", "Mac"),
    (r"Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """ "Chrome on Android"; "Another browser" where it or its system is none of those named here."""
    browser, system = (_first(table, user_agent) for table in (_BROWSERS, _SYSTEMS))
    if not browser or not system:
        return _("Another browser")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, user_agent)), "")
