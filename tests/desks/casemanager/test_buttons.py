"""A button's address that is opened like a page: after signing in again, from a kept address, by a reload."""

import pytest
from django.urls import reverse

from offramp.kernel.identifiers import new_id

SENTENCE = "Nothing was done: that address belongs to a button. Press it on this page."


@pytest.mark.parametrize(
    ("button", "page"),
    [("intake-undo", "intake"), ("take-over", "person"), ("happened-undo", "person")],
)
def test_it_leads_back_to_its_page_and_says_that_nothing_was_done(as_, cast, person, button, page):
    more = [new_id()] if button == "happened-undo" else []
    answer = as_(cast.kim).get(reverse(f"casemanager:{button}", args=[person.pk, *more]), follow=True)
    assert answer.redirect_chain == [(reverse(f"casemanager:{page}", args=[person.pk]), 302)]
    assert SENTENCE in answer.content.decode()


def test_a_ring_leads_back_to_the_desk_and_not_to_a_part_of_its_page(as_, cast, person):
    answer = as_(cast.lou).get(reverse("responder:answer", args=[new_id()]), follow=True)
    assert answer.redirect_chain == [(reverse("responder:home"), 302)]
    assert SENTENCE in answer.content.decode()


def test_nobody_learns_of_a_button_of_another_desk(as_, cast, person):
    assert as_(cast.dana).get(reverse("casemanager:intake-undo", args=[person.pk])).status_code == 404


def test_what_is_neither_looked_at_nor_pressed_is_turned_away(as_, cast, person):
    assert as_(cast.kim).put(reverse("casemanager:intake-undo", args=[person.pk])).status_code == 405
