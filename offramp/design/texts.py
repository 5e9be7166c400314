"""Texts that a person reads and signs. They are files beside the desk, so that counsel can correct them with a pencil."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

#: The languages that such a text exists in, each in its own words.
LANGUAGES = (("en", "English"), ("es", "Español"))


def text_in(language: str, desk: str, name: str, **words: Any) -> str:
    """The text `name` of a desk in a language, with its dates and words in that language too."""
    with translation.override(language):
        return render_to_string(f"{desk}/texts/{name}.{language}.txt", words).strip()
