"""Sign-in. Of allauth's pages only these exist: accounts are made by operators, and nothing is sent by mail."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path
from django.views.i18n import set_language

from offramp.desks.account import views
from offramp.directory.doors import asks_again, open_to_all, signed_in

signing_in = open_to_all("one is not signed in yet")
own_account = signed_in("one's own ways of signing in")

urlpatterns = [
    path("", views.front_door, name="home"),
    path("form-waits/", views.form_waits, name="form-waits"),
    path("acting-as/", views.acting_as, name="acting-as"),
    path("second-factor/", views.second_factor, name="second-factor"),
    path("help/", views.help_page, name="help"),
    path("my-sign-in/", views.my_sign_in, name="my-sign-in"),
    path("staying/", views.staying, name="staying"),
    path("night/", views.night, name="night"),
    path("language/", open_to_all("the language is chosen on every page")(set_language), name="language"),
    path("try/", views.try_it, name="try-it"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sign-in/", signing_in(account.login), name="account_login"),
    path("sign-in/code/", signing_in(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", signing_in(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/closed/", signing_in(account.account_inactive), name="account_inactive"),
    path("sign-out/", open_to_all("signing out twice is no fault")(account.logout), name="account_logout"),
    path("my-sign-in/again/", own_account(views.renews_session(account.reauthenticate)), name="account_reauthenticate"),
    path("my-sign-in/again/code/", own_account(views.renews_session(mfa.reauthenticate)), name="mfa_reauthenticate"),
    path(
        "my-sign-in/again/passkey/",
        own_account(views.renews_session(passkeys.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path("my-sign-in/password/", views.password, name="account_change_password"),
    path("my-sign-in/factors/", own_account(views.my_sign_in), name="mfa_index"),
    path("my-sign-in/code-app/", own_account(totp.activate_totp), name="mfa_activate_totp"),
    path("my-sign-in/code-app/remove/", own_account(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("my-sign-in/codes/", own_account(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("my-sign-in/codes/new/", own_account(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("my-sign-in/passkeys/", own_account(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("my-sign-in/passkeys/add/", own_account(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("my-sign-in/passkeys/<int:pk>/name/", own_account(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("my-sign-in/passkeys/<int:pk>/remove/", own_account(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path(
        "my-sign-in/sessions/",
        own_account(asks_again(sessions.list_usersessions, looking_is_free=True)),
        name="usersessions_list",
    ),
]
