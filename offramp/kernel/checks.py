"""What stops a start outside the demonstration, each with its hint. The `offramp` command asks; Django's own tools do not."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

_MAKE_ONE = "Make two different ones, and keep them outside the database: openssl rand -base64 48"


@register(deploy=True)
def keys_are_our_own(app_configs: Sequence[AppConfig] | None, **more: Any) -> list[CheckMessage]:
    """Sessions signed and trails chained with a key that everybody can read prove nothing."""
    if settings.DEMO:
        return []
    if settings.KEYS_ARE_MADE_UP:
        return [Error("OFFRAMP_SECRET_KEY and OFFRAMP_TRAIL_KEY are not both set.", hint=_MAKE_ONE, id="offramp.E001")]
    if settings.SECRET_KEY == settings.TRAIL_KEY:
        return [Error("OFFRAMP_SECRET_KEY and OFFRAMP_TRAIL_KEY are the same.", hint=_MAKE_ONE, id="offramp.E002")]
    return []


@register(deploy=True)
def visitors_are_told_apart(app_configs: Sequence[AppConfig] | None, **more: Any) -> list[CheckMessage]:
    """HTTPS ends at a proxy, and to us everybody comes from there, unless it says from where and is believed."""
    if not settings.HTTPS or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "OFFRAMP_HTTPS is on and OFFRAMP_TRUSTED_PROXIES is 0: every visitor has the proxy's address, "
            "and one stranger's wrong passwords keep everybody out.",
            hint="Let the proxy set X-Forwarded-For, and set OFFRAMP_TRUSTED_PROXIES=1.", id="offramp.W001",
        )
    ]  # fmt: skip
