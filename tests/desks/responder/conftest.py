"""A site, somebody's sign-in, and a call that rings now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from offramp.directory.doors import ACTING_AS
from tests import cast as play


@pytest.fixture
def cast(db):
    return play.at_site("bureau")


@pytest.fixture
def as_(client, settings):
    """The test client, signed in as a member."""
    settings.DEMO = True

    def sign_in(member):
        client.force_login(member.user)
        session = client.session
        session[ACTING_AS] = str(member.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def ringing(cast):
    """A referral whose call rings Lou since 40 seconds."""
    return play.offer(cast, at=timezone.now() - timedelta(seconds=40))
