"""A small cast: one site, its people, and somebody who belongs to none of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from offramp.directory.models import Agency, Membership, Site, State, User
from offramp.directory.states import AgencyKind, Role, SiteMode

PASSWORD = "four unlikely words together"


@pytest.fixture(autouse=True)
def fresh_limits_and_quick_passwords(db: None, settings: Any) -> None:
    """Sign-in limits are kept in the cache: each test starts with none used."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def state() -> State:
    return State.objects.create(fips="54", name="West Virginia", postal="WV")


@pytest.fixture
def site(state: State) -> Site:
    return Site.objects.create(
        slug="rivertown", name="Rivertown", state=state, on_call_phone="(304) 555-0142", mode=SiteMode.LIVE
    )


@pytest.fixture(autouse=True)
def demonstration() -> None:
    """Here the doors are those of a real site; a test that wants the demonstration says so."""


@pytest.fixture
def enroll(site: Site) -> Callable[..., Membership]:
    """Make a member: `enroll(Role.OFFICER)`, or another role of the same user with `user=`."""

    def enrolled(role: Role, *, user: User | None = None, **fields: Any) -> Membership:
        user = user or User.objects.create_user(f"user-{User.objects.count()}", password=PASSWORD)
        place = {"state": site.state} if role == Role.STATE_COORDINATOR else {"site": site}
        if role in (Role.OFFICER, Role.SUPERVISOR):
            place["agency"], _ = Agency.objects.get_or_create(site=site, name="Police", kind=AgencyKind.POLICE)
        return Membership.objects.create(user=user, role=role, **{"name": "Dana R.", **place, **fields})

    return enrolled


@pytest.fixture
def as_member(settings: Any) -> Callable[[Membership], Client]:
    """A browser that is signed in, in the demonstration, where no second factor is asked for."""
    settings.DEMO = True

    def signed_in(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return signed_in
