"""Dana at the desk, at a site whose protocol has an exclusion list; and the scene as a form without script sends it."""

from uuid import uuid4

import pytest

from tests import cast as play

SCENE = {"q-offense": "0", "q-exclusions": "2"}  # drug possession; none of these apply
WHO = {
    "given_name": "Jordan",
    "family_name": "Ellery",
    "birth_date": "04 09 1988",
    "mode": "scene",
    "place": "Third and Mill",
}


@pytest.fixture
def place():
    """The demonstration site; the care desks' tests play at another one."""
    return "st-louis-county"


@pytest.fixture
def cast(db, place):
    return play.at_site(place)


@pytest.fixture(autouse=True)
def demonstration(settings):
    """As in the demonstration, a seat is taken without a second factor; signing in for real has tests of its own."""
    settings.DEMO = True


@pytest.fixture
def sign_in(client):
    def as_member(member):
        client.force_login(member.user)
        return client

    return as_member


@pytest.fixture
def as_(sign_in):
    """The same, as the care desks' tests say it: `as_(kim).get(...)`."""
    return sign_in


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


@pytest.fixture
def send(dana):
    """Send the scene with these answers; the answer of the server, and the page it leads to."""

    def post(**answers):
        page = dana.get("/officer/diversion/").context["form"]
        hidden = {"token": str(uuid4()), "version": page.in_force}
        return dana.post("/officer/diversion/", hidden | answers, follow=True)

    return post
