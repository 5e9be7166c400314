"""Signing in: password, code app, recovery codes, the demonstration, and the end of every session."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from offramp.desks.account import views
from offramp.directory.actions import add_user, end_member
from offramp.directory.models import Membership, Site, User
from offramp.directory.states import Role, SiteMode
from offramp.kernel.trail import Nobody

Enroll = Callable[..., Membership]
PASSWORD = "four unlikely words together"


@pytest.fixture
def officer(enroll: Enroll) -> Membership:
    return enroll(Role.OFFICER)


def with_password(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post("/sign-in/", {"login": username, "password": password})


def code_app(user: User) -> str:
    """Set up a code app and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_whoever_was_sent_here_reads_why_and_whom_to_call(client: Client) -> None:
    sent = client.get(client.get("/officer/diversion/")["Location"]).content.decode()
    assert "You go on to it once you have signed in." in sent
    assert "At a scene and cannot get in? Call the on-call line." in sent
    assert "The page you asked for" not in client.get("/sign-in/").content.decode()


def test_a_password_alone_leads_to_setting_up_a_second_key(client: Client, officer: Membership) -> None:
    assert with_password(client, officer.user.username)["Location"] == "/"
    assert client.get("/")["Location"] == "/second-factor/"


@pytest.mark.parametrize("username", ["user-0", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    username: str, client: Client, officer: Membership
) -> None:
    assert officer.user.username == "user-0"
    answer = with_password(client, username, "not the password")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Fix 1 thing" in page
    assert "This username and password do not fit together. Check both and try again." in page
    assert "If you still cannot get in, ask your project manager." in page
    assert not is_signed_in(client)


def test_in_spanish_too_a_wrong_password_is_answered_with_what_to_do(client: Client, officer: Membership) -> None:
    client.cookies["language"] = "es"
    page = with_password(client, officer.user.username, "not the password").content.decode()
    assert "Este nombre de usuario y esta contraseña no van juntos. Revise los dos y vuelva a intentarlo." in page


def test_with_a_code_app_the_password_is_only_half(client: Client, officer: Membership) -> None:
    secret = code_app(officer.user)
    assert with_password(client, officer.user.username)["Location"] == "/sign-in/code/"
    assert not is_signed_in(client)
    assert client.post("/sign-in/code/", {"code": code(secret)})["Location"] == "/"
    assert is_signed_in(client)


def test_a_code_is_taken_once(client: Client, officer: Membership) -> None:
    secret = code_app(officer.user)
    used = code(secret)
    with_password(client, officer.user.username)
    client.post("/sign-in/code/", {"code": used})
    thief = Client()
    with_password(thief, officer.user.username)
    assert thief.post("/sign-in/code/", {"code": used}).status_code == 200
    assert not is_signed_in(thief)


def test_a_recovery_code_gets_one_in_once(client: Client, officer: Membership) -> None:
    code_app(officer.user)
    saved = RecoveryCodes.activate(officer.user).get_unused_codes()[0]
    for browser, gets_in in ((client, True), (Client(), False)):
        with_password(browser, officer.user.username)
        browser.post("/sign-in/code/", {"code": saved})
        assert is_signed_in(browser) is gets_in


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CM_SUPERVISOR])  # each page says which record is held open
def test_setting_up_a_code_app_opens_the_desk(client: Client, enroll: Enroll, role: Role) -> None:
    with_password(client, enroll(role).user.username)
    asked_again = client.get("/my-sign-in/code-app/")["Location"]
    page = client.post(asked_again, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    codes = client.post("/my-sign-in/code-app/", {"code": code(secret)}, follow=True)
    assert "10 codes are left." in codes.content.decode()
    assert client.get("/", follow=True).redirect_chain[-1:] != [("/second-factor/", 302)]


def test_an_account_idle_for_90_days_is_closed(client: Client, officer: Membership) -> None:
    User.objects.update(date_joined=timezone.now() - timedelta(days=91))
    assert with_password(client, officer.user.username)["Location"] == "/sign-in/closed/"
    assert "It was not used for 90 days" in client.get("/sign-in/closed/").content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize(("minutes", "gets_in"), [(-1, True), (0, False), (1, False)])
def test_a_temporary_account_lets_in_for_72_hours(minutes: int, gets_in: bool, client: Client, enroll: Enroll) -> None:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        user = add_user(username="sub1", password=PASSWORD, is_temporary=True, by=Nobody("operator"), at=timezone.now())
        enroll(Role.PEER, user=user)
        clock.shift(timedelta(hours=72, minutes=minutes))
        with_password(client, "sub1")
        assert is_signed_in(client) is gets_in


def test_whoever_has_no_role_any_more_does_not_get_in(client: Client, officer: Membership) -> None:
    end_member(officer, by=Nobody("operator"), at=timezone.now())
    assert with_password(client, officer.user.username)["Location"] == "/sign-in/closed/"
    assert "or its owner left" in client.get("/sign-in/closed/").content.decode()
    assert not is_signed_in(client)


def from_address(address: str) -> Client:
    """A browser elsewhere."""
    return Client(REMOTE_ADDR=address)


def behind_the_proxy(forwarded: str) -> Client:
    """A browser whose requests come from the proxy, with what that says of where they came from."""
    return Client(headers={"x-forwarded-for": forwarded})


@pytest.mark.parametrize("addresses", [["203.0.113.1"] * 8, [f"203.0.113.{number}" for number in range(30)]])
def test_strangers_who_guess_keep_nobody_out(officer: Membership, addresses: list[str]) -> None:
    for address in addresses:
        with_password(from_address(address), officer.user.username, "a guess")
    own = from_address("198.51.100.7")
    with_password(own, officer.user.username)
    assert is_signed_in(own)


def test_whoever_guesses_five_times_waits_fifteen_minutes(officer: Membership) -> None:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        browser = from_address("203.0.113.1")
        for _ in range(5):
            with_password(browser, officer.user.username, "a guess")
        clock.shift(timedelta(minutes=14))
        answer = with_password(browser, officer.user.username).content.decode()
        assert "Too many tries from here. Wait 15 minutes, then try again." in answer
        assert not is_signed_in(browser)
        clock.shift(timedelta(minutes=2))
        with_password(browser, officer.user.username)
        assert is_signed_in(browser)


def test_behind_our_proxy_each_visitor_is_counted_alone(officer: Membership, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        with_password(behind_the_proxy(f"198.51.100.{number}, 203.0.113.1"), f"nobody-{number}", "a guess")
    same, other = behind_the_proxy("198.51.100.7, 203.0.113.1"), behind_the_proxy("198.51.100.7")
    for browser in (same, other):
        with_password(browser, officer.user.username)
    assert (is_signed_in(same), is_signed_in(other)) == (False, True)


def test_without_a_proxy_of_ours_nobody_says_where_they_come_from(officer: Membership) -> None:
    for number in range(10):
        with_password(behind_the_proxy(f"198.51.100.{number}"), f"nobody-{number}", "a guess")
    browser = behind_the_proxy("198.51.100.77")
    with_password(browser, officer.user.username)
    assert not is_signed_in(browser)


def test_nobody_makes_their_own_account(client: Client) -> None:
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/password/reset/"):
        assert client.post(address, {"username": "me", "password1": PASSWORD}).status_code == 404
    assert not User.objects.exists()


def test_signing_in_gives_the_session_a_new_name(client: Client, officer: Membership) -> None:
    client.get("/sign-in/")
    client.session["anything"] = 1
    before = client.session.session_key
    with_password(client, officer.user.username)
    assert client.session.session_key != before


def test_fifteen_quiet_minutes_end_a_session(client: Client, officer: Membership) -> None:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        with_password(client, officer.user.username)
        clock.shift(timedelta(minutes=14))
        assert client.get("/second-factor/").status_code == 200
        clock.shift(timedelta(minutes=14))
        assert client.get("/second-factor/").status_code == 200
        clock.shift(timedelta(minutes=16))
        assert client.get("/second-factor/")["Location"].startswith("/sign-in/")


def test_twelve_busy_hours_end_a_session(client: Client, officer: Membership) -> None:
    with time_machine.travel("2026-11-03T08:00:00Z", tick=False) as clock:
        with_password(client, officer.user.username)
        for _ in range(72):
            assert client.get("/second-factor/").status_code == 200
            clock.shift(timedelta(minutes=10))
        clock.shift(timedelta(minutes=1))
        assert client.get("/second-factor/")["Location"].startswith("/sign-in/")
        assert not is_signed_in(client)


def test_signing_out_empties_the_browser(client: Client, officer: Membership) -> None:
    client.force_login(officer.user)
    page = client.get("/my-sign-in/")
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert "Clear-Site-Data" not in page
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(client)


def test_whoever_has_no_password_has_none_to_change(
    as_member: Callable[[Membership], Client], officer: Membership
) -> None:
    client = as_member(officer)
    assert "/my-sign-in/password/" in client.get("/my-sign-in/").content.decode()
    officer.user.set_unusable_password()
    officer.user.save()
    client = as_member(officer)
    assert "/my-sign-in/password/" not in client.get("/my-sign-in/").content.decode()
    assert client.get("/my-sign-in/password/")["Location"] == "/my-sign-in/"


def test_looking_at_sign_out_signs_nobody_out(client: Client, officer: Membership) -> None:
    client.force_login(officer.user)
    assert client.get("/sign-out/").status_code == 200
    assert is_signed_in(client)


class TestTheDemonstration:
    @pytest.fixture
    def made_up(self, enroll: Enroll, site: Site) -> Membership:
        Site.objects.filter(pk=site.pk).update(mode=SiteMode.DEMO)
        return enroll(Role.OFFICER, name="Ofc. Dana R.")

    def test_lets_anyone_in_with_one_tap(self, client: Client, made_up: Membership, settings: Any) -> None:
        settings.DEMO = True
        assert "Ofc. Dana R." in client.get("/try/").content.decode()
        assert client.post("/try/", {"member": str(made_up.pk)})["Location"] == "/"
        assert is_signed_in(client)

    def test_does_not_exist_outside_it(self, client: Client, made_up: Membership) -> None:
        assert client.get("/try/").status_code == 404
        assert client.post("/try/", {"member": str(made_up.pk)}).status_code == 404
        assert client.get("/design/").status_code == 404
        assert "/try/" not in client.get("/sign-in/").content.decode()
        assert not is_signed_in(client)

    def test_never_opens_a_real_site(self, client: Client, enroll: Enroll, settings: Any) -> None:
        settings.DEMO = True
        real = enroll(Role.OFFICER)
        assert client.post("/try/", {"member": str(real.pk)}).status_code == 404
        assert not is_signed_in(client)

    @pytest.mark.parametrize("member", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_answers_nonsense_with_the_one_page(self, member: str, client: Client, settings: Any) -> None:
        settings.DEMO = True
        assert client.post("/try/", {"member": member}).status_code == 404


def test_the_machines_are_told_that_we_are_alive_and_ready(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json() == {"ready": True}


def test_we_are_not_ready_with_a_database_role_that_reads_past_the_lock(
    client: Client, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "why_not_to_serve", lambda connection: "Not with this role.")
    settings.DEMO = False
    assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (503, {"ready": False})
    settings.DEMO = True
    assert client.get("/readyz").json() == {"ready": True}


@pytest.mark.parametrize(("is_demo", "status"), [(True, 503), (False, 200)])
def test_a_demonstration_is_not_ready_beside_a_live_site(
    client: Client, site: Site, settings: Any, is_demo: bool, status: int
) -> None:
    assert site.mode == SiteMode.LIVE
    settings.DEMO = is_demo
    assert client.get("/readyz").status_code == status


def test_a_busy_minute_writes_the_session_once(client: Client, officer: Membership) -> None:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        client.force_login(officer.user)
        client.get("/second-factor/")
        clock.shift(timedelta(seconds=59))
        assert _writes(client) == 0
        clock.shift(timedelta(seconds=1))
        assert _writes(client) == 2


def _writes(client: Client) -> int:
    """How often one page writes that its visitor is still there."""
    with CaptureQueriesContext(connection) as asked:
        client.get("/second-factor/")
    return sum("UPDATE" in query["sql"] for query in asked.captured_queries)


def test_where_one_is_signed_in_is_said_in_words(enroll: Enroll, settings: Any) -> None:
    settings.DEMO = True
    phone = Client(
        headers={
            "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0.0.0 Mobile Safari/537.36"
        }
    )
    phone.force_login(enroll(Role.OFFICER).user)
    page = phone.get("/my-sign-in/sessions/").content.decode()
    assert "Chrome on Android <strong>(this one)</strong>" in page
    assert "Mozilla" not in page


def wrong(client: Client, address: str, **sent: str) -> str:
    return client.post(address, sent).content.decode()


def test_what_the_library_would_say_of_a_wrong_code_or_password_is_said_in_our_words(
    client: Client, officer: Membership
) -> None:
    code_app(officer.user)
    with_password(client, officer.user.username)
    assert "This code or key does not fit." in wrong(client, "/sign-in/code/", code="000000")
    assert "Fill this in." in wrong(client, "/sign-in/code/", code="")


def test_a_new_password_needs_the_one_in_use_and_says_so_plainly(
    as_member: Callable[[Membership], Client], officer: Membership
) -> None:
    officer.user.set_password(PASSWORD)
    officer.user.save()
    page = as_member(officer).get("/my-sign-in/password/").content.decode()
    assert all(label in page for label in ("The password you have now", "New password", "New password, once more"))
    assert "placeholder" not in page
    sent = {"oldpassword": "not this one", "password1": "five unlikely words side by side", "password2": "x"}
    assert "This is not the password you have now." in wrong(as_member(officer), "/my-sign-in/password/", **sent)


def test_the_ways_to_show_that_it_is_you_are_named_in_both_languages(client: Client, officer: Membership) -> None:
    secret = code_app(officer.user)
    with_password(client, officer.user.username)
    client.post("/sign-in/code/", {"code": code(secret)})
    page = client.get("/my-sign-in/again/").content.decode()
    assert "With a code from my code app, or a recovery code" in page
    assert "authenticator" not in page.lower()
    spanish = client.get("/my-sign-in/again/", headers={"accept-language": "es"}).content.decode()
    assert "Con un código de mi app de códigos" in spanish


def test_too_many_tries_are_answered_on_a_page_of_ours(client: Client, officer: Membership) -> None:
    for _try in range(31):
        answer = client.post("/sign-in/", {"login": "", "password": ""})
    assert answer.status_code == 429
    assert "Too many tries from here. Wait a few minutes, then try again." in answer.content.decode()


def test_what_an_open_page_asks_by_itself_throws_nobody_s_cookie_away(client: Client) -> None:
    """Somebody signs in in another tab meanwhile: the late answer to the session before must leave theirs alone."""
    for address, throws_away in ((reverse("staying"), False), (reverse("my-sign-in"), True)):
        client.cookies[settings.SESSION_COOKIE_NAME] = "a session that has ended"
        assert (settings.SESSION_COOKIE_NAME in client.get(address).cookies) is throws_away, address
