"""The forms of allauth, in our words: its own speak of authenticators, and name the fault and not what to do."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.design.field_words import say_it_in_our_words
from offramp.desks.account import attempts

LABELS = {
    "login": _("Username"), "password": _("Password"), "oldpassword": _("The password you have now"),
    "password1": _("New password"), "password2": _("New password, once more"), "code": _("Code"),
    "name": _("A name for it"),
}  # fmt: skip


class _InOurWords:
    """Labels and faults in our words, and no words in a field that go when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            say_it_in_our_words(field)


class _SecondStep:
    """A code or key that is not taken is told as an attempt."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if wrong := self.errors.as_data():  # type: ignore[attr-defined]
            is_held_back = any(one.code == "too_many_login_attempts" for found in wrong.values() for one in found)
            what = attempts.HELD_BACK if is_held_back else attempts.NOT_FITTING
            attempts.tell(what, context.request, getattr(self.user, "pk", None))  # type: ignore[attr-defined]


class SignIn(_InOurWords, LoginForm):  # type: ignore[misc]
    pass


class ChangePassword(_InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """The rules of a new password stand once, above the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""

    def clean_password1(self) -> str:
        """Another one than before: a first password is known to whoever gave it."""
        chosen: str = self.cleaned_data["password1"]
        if chosen == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("This is the password you have now. Choose another one."))
        return chosen


class PasswordAgain(_InOurWords, ReauthenticateForm):  # type: ignore[misc]
    pass


class TypeCode(_InOurWords, _SecondStep, AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgain(_InOurWords, _SecondStep, CodeAgainForm):  # type: ignore[misc]
    pass


class ShowPasskey(_SecondStep, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgain(_SecondStep, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAlone(_SecondStep, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class SetUpCodeApp(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    pass


class NamePasskey(_InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskey(_InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A key that checks who holds it, by finger, face or PIN, unless its owner says that it cannot."""

    name = forms.CharField(label=_("A name for it"), max_length=60, initial=_("My phone"))
    passwordless = forms.BooleanField(
        label=_("Sign me in with this alone, without my password"), required=False, initial=True
    )
