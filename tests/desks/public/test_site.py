"""What anybody may read of a site."""

import pytest
from django.test import Client
from django.urls import reverse

from offramp.directory.models import Site
from offramp.directory.states import SiteMode

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", ["public:home", "public:site"])
def test_whoever_is_signed_in_is_not_asked_to_sign_in_and_finds_the_way_back(cast, sign_in, route):
    address = reverse(route, args=[cast.site.slug] if route == "public:site" else [])
    stranger, dana = (one.get(address).content.decode() for one in (Client(), sign_in(cast.dana)))
    sign_in_link, home_link = f'href="{reverse("account_login")}"', f'href="{reverse("home")}"'
    assert sign_in_link in stranger
    assert home_link not in stranger
    assert sign_in_link not in dana
    assert home_link in dana


def test_a_site_that_is_planned_says_that_it_is_not_open_yet(cast):
    address, sentence = reverse("public:site", args=[cast.site.slug]), "This site is not open yet."
    assert sentence not in Client().get(address).content.decode()
    Site.objects.filter(pk=cast.site.pk).update(mode=SiteMode.PLANNING)
    assert sentence in Client().get(address).content.decode()
