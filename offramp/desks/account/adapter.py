"""How staff get in: accounts are made by operators.

One that nobody used for 90 days, whose hours or whose first password's are over, or that has no role any more is closed.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offramp.desks.account import attempts
from offramp.directory.actions import choose_password
from offramp.directory.doors import acting_as, address_of, is_closed, memberships_of
from offramp.kernel.trail import Nobody

CODE_DOES_NOT_FIT = _("This code or key does not fit. Take the newest code that your app shows, or try your key again.")


class SecondKeys(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": CODE_DOES_NOT_FIT,
        "cannot_delete_authenticator": _("This is your only second key. Add another one first, then remove this one."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes stand in for a second key. Set up a passkey or a code app first."
        ),
    }


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This username and password do not fit together. Check both and try again. If you still cannot get in, ask "
            "your project manager."
        ),
        "too_many_login_attempts": _("Too many tries from here. Wait 15 minutes, then try again."),
        "account_inactive": _("This account is closed. Ask your project manager to open it."),
        "enter_current_password": _("This is not the password you have now. Type that one, not the new one."),
        "incorrect_password": _("This is not your password. Check it and type it again."),
        "incorrect_code": CODE_DOES_NOT_FIT,
        "rate_limited": _("Too many tries from here. Wait a few minutes, then try again."),
    }
    ways_to_show_it_is_you = {
        "reauthenticate": _("With my password"),
        "mfa_reauthenticate": _("With a code from my code app, or a recovery code"),
        "mfa_reauthenticate:webauthn": _("With my passkey"),
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": self.ways_to_show_it_is_you[way["id"]]} for way in ways]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse | None:
        """Asked after the password or passkey was right, so that a stranger learns nothing from it."""
        if is_closed(user, timezone.now()) or not memberships_of(user).exists():
            attempts.tell(attempts.CLOSED, request, user.pk)
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **how)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        attempts.tell(attempts.SIGNED_IN, request, user.pk)
        return super().post_login(request, user, **how)  # type: ignore[no-any-return]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.tell_of(attempts.NOT_FITTING, request, credentials.get("username", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            attempts.tell_of(attempts.HELD_BACK, request, credentials.get("username", ""))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One account from one address. For the account alone, a stranger's wrong guesses would keep its owner out.

        (Trust reference, requirement 25.)
        """
        return f"{address_of(request)} {super()._get_login_attempts_cache_key(request, **credentials)}"

    def set_password(self, user: Any, password: str) -> None:
        choose_password(user, password=password, by=acting_as(self.request) or Nobody("member"), at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing about a program leaves by mail; sign-ins are listed under My sign-in."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened; "Successfully signed in as ..." would put a name on them."""
