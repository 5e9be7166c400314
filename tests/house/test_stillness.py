"""A GET writes nothing, and a POST that succeeds leads to a page. `tests/stillness.py` stands in front of every page of
the suite; here it is shown to bite.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from tests.stillness import AnsweredInPlace, Moved, Stillness, still

pytestmark = pytest.mark.django_db


def rename_something(_: HttpRequest) -> HttpResponse:
    ContentType.objects.filter(model="session").update(model="moved")
    return HttpResponseRedirect("/")


def request(method: str) -> HttpRequest:
    asked = HttpRequest()
    asked.method = method
    return asked


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_writes_is_caught(method: str) -> None:
    with pytest.raises(Moved, match="may not write"):
        Stillness(rename_something)(request(method))


def test_a_post_may_write() -> None:
    assert Stillness(rename_something)(request("POST")).status_code == 302


def test_a_post_that_is_answered_with_a_page_is_caught_unless_the_page_says_what_is_wrong() -> None:
    with pytest.raises(AnsweredInPlace, match="send this POST again"):
        Stillness(lambda _: HttpResponse("Saved"))(request("POST"))
    assert Stillness(lambda _: HttpResponse("<div data-error-panel>"))(request("POST")).status_code == 200


@pytest.mark.parametrize("write", [ContentType.objects.all().delete, lambda: ContentType.objects.create(model="new")])
def test_adding_and_deleting_are_caught(write: object) -> None:
    with pytest.raises(Moved), still():
        write()  # type: ignore[operator]


def test_looking_and_staying_signed_in_are_not() -> None:
    with still():
        list(ContentType.objects.all())
        Session.objects.create(session_key="alive", session_data="", expire_date=timezone.now())
