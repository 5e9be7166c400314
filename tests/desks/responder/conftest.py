"""A call that rings now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast as play


@pytest.fixture
def place():
    return "bureau"


@pytest.fixture
def ringing(cast):
    """A referral whose call rings Lou since 40 seconds."""
    return play.offer(cast, at=timezone.now() - timedelta(seconds=40))
