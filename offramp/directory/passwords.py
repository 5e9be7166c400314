"""Words that are easy to guess in a password here. Named in AUTH_PASSWORD_VALIDATORS."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from offramp.directory.models import Agency, County, Site, State

OF_THE_PROGRAM = "offramp lead law enforcement assisted diversion deflection referral password"
SHORTEST = 4  # letters: shorter words stand in too many others


class WordsOfThisPlace:
    """Words of the program, its sites, their agencies and places do not count: without them a password is long enough."""

    def __init__(self, min_length: int) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        left = password.casefold()
        for word in sorted(words(), key=lambda word: (-len(word), word)):
            left = left.replace(word, "")
        if len(left) < self.min_length <= len(password):
            raise ValidationError(
                _(
                    "Names of this program, its sites, partners and places are easy to guess, so they do not count. Without "
                    "them this password is too short. Add words that do not belong together."
                )
            )


def words() -> set[str]:
    """Every word of at least `SHORTEST` letters in the names of this installation, in small letters."""
    here = Site.objects.order_by("pk")
    names = [
        OF_THE_PROGRAM, *here.values_list("name", flat=True), *here.values_list("slug", flat=True),
        *Agency.objects.order_by("pk").values_list("name", flat=True),
        *County.objects.filter(sites__isnull=False).order_by("pk").values_list("name", flat=True),
        *State.objects.order_by("pk").values_list("name", flat=True),
    ]  # fmt: skip
    return {word for name in names for word in re.findall(r"\w+", name.casefold()) if len(word) >= SHORTEST}
