"""How staff get in: accounts are made by operators, and one that nobody used for 90 days is closed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offramp.directory.doors import address_of, is_idle


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This username and password do not fit together. Check both and try again. If you still cannot get in, ask "
            "your project manager."
        ),
        "too_many_login_attempts": _("Too many tries from here. Wait 15 minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse | None:
        """Asked after the password or passkey was right, so that a stranger learns nothing from it."""
        if is_idle(user, timezone.now()):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **how)  # type: ignore[no-any-return]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One account from one address. For the account alone, a stranger's wrong guesses would keep its owner out.

        (Trust reference, requirement 25.)
        """
        return f"{address_of(request)} {super()._get_login_attempts_cache_key(request, **credentials)}"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing about a program leaves by mail; sign-ins are listed under My sign-in."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened; "Successfully signed in as ..." would put a name on them."""
