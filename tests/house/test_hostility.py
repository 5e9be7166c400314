"""The suite is hostile to silent mistakes. Each of its traps is sprung here once."""

import socket
import warnings
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Origin, Template
from django.template.context import Context
from django.utils import translation
from pytest_socket import SocketConnectBlockedError

from tests.conftest import PACKAGE, UnknownVariable


def written_in(folder: Path, source: str) -> Template:
    return Template(source, origin=Origin(str(folder / "planted.html")))


@pytest.mark.parametrize(
    "source", ["{{ gone }}", "{{ here.gone }}", "{% blocktranslate %}a {{ gone }}{% endblocktranslate %}"]
)
def test_a_variable_that_the_view_does_not_give_is_caught(source: str) -> None:
    with pytest.raises(UnknownVariable, match="gone"):
        written_in(PACKAGE, source).render(Context({"here": {}}))


def test_asking_whether_a_variable_is_there_is_allowed() -> None:
    assert written_in(PACKAGE, "{% if gone %}a{% else %}b{% endif %}").render(Context()) == "b"


def test_templates_of_others_are_not_ours_to_mend() -> None:
    assert written_in(Path("/elsewhere"), "{{ gone }}").render(Context()) == ""


def test_the_network_is_out_of_reach() -> None:
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_warning_is_a_failure() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("going away", DeprecationWarning, stacklevel=1)


@pytest.mark.django_db
def test_an_order_that_nobody_asked_for_changes() -> None:
    orders = {tuple(ContentType.objects.values_list("pk", flat=True)) for _ in range(5)}
    assert len(orders) > 1
    asked_for = {tuple(ContentType.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(5)}
    assert len(asked_for) == 1


@pytest.mark.django_db
def test_counting_joining_and_locking_go_on_as_before() -> None:
    kinds = ContentType.objects.all()
    inner = ContentType.objects.filter(pk__in=kinds.filter(app_label="sessions"))
    assert (inner.count(), inner.exists(), inner.get().model) == (1, True, "session")
    assert kinds.select_for_update().filter(model="session").first() is not None
    assert len(kinds.values("app_label").distinct()) < len(kinds)
    assert len(kinds.filter(model="session").union(kinds.filter(model="user"))) == 2


def test_english_is_spoken_whatever_the_machine_speaks() -> None:
    assert translation.get_language() == "en"
