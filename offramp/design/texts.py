"""Texts that a person reads and signs. They are files beside the desk, so that counsel can correct them with a pencil."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: The languages that such a text exists in, each in its own words.
LANGUAGES = (("en", "English"), ("es", "Español"))


def text_in(language: str, desk: str, name: str, **words: Any) -> str:
    """The text `name` of a desk in a language, with its dates and words in that language too."""
    with translation.override(language):
        return render_to_string(f"{desk}/texts/{name}.{language}.txt", words).strip()


def _beside(words: Any) -> SafeString:
    others = [code for code, _name in LANGUAGES if not translation.get_language().startswith(code)]
    return format_html("{}{}", words, format_html_join(
        "", ' <span class="beside text-{}" lang="{}">{}</span>', [(code, code, _said(code, words)) for code in others]
    ))  # fmt: skip


def _said(language: str, words: Any) -> str:
    with translation.override(language):
        return str(words)


#: Words (lazy) that the person reads or answers: the worker's, and beside them the same in the language of the person,
#: which a page shows once that language is chosen.
beside = lazy(_beside, SafeString)
