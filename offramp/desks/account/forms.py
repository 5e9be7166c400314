"""The one form of allauth that we word and fill differently."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.design.field_words import say_it_in_our_words


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A key that checks who holds it, by finger, face or PIN, unless its owner says that it cannot."""

    name = forms.CharField(label=_("A name for it"), max_length=60, initial=_("My phone"))
    passwordless = forms.BooleanField(
        label=_("Sign me in with this alone, without my password"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_it_in_our_words(field)
