"""The mark that an overseer keeps on paper, and what the page says of it later."""

import pytest
from django.db.models import QuerySet

from offramp.kernel.models import TrailHead, TrailRow
from tests.seats import said
from tests.state import take_off_the_lock

pytestmark = pytest.mark.django_db
PAGE = "/oversight/trail/"


@pytest.fixture
def paper(cast):
    head = TrailHead.objects.get(pk=cast.site.pk)
    return {"row": head.seq, "mark": " ".join(head.mac[n : n + 8].upper() for n in range(0, 24, 8))}


@pytest.mark.parametrize("who", ["noor", "imani"])
def test_an_overseer_reads_the_newest_mark_and_asks_for_it_later(as_, cast, paper, who):
    page = said(as_(cast.members[who]).get(PAGE))
    assert str(paper["row"]) in page
    assert paper["mark"].lower() in page
    assert "Yes. The trail has this row" in said(as_(cast.members[who]).get(PAGE, paper))
    assert TrailRow.objects.filter(actor_id=cast.members[who].pk, object_type=TrailRow._meta.label).count() == 1


@pytest.mark.parametrize("happened", ["cut off", "written anew"])
def test_a_trail_that_was_changed_since_does_not_hold_it(as_, cast, paper, happened):
    take_off_the_lock()
    row = QuerySet(TrailRow).filter(site_id=cast.site.pk, seq=paper["row"])
    row.delete() if happened == "cut off" else row.update(mac="0" * 64)
    assert "No. Compare number and mark" in said(as_(cast.noor).get(PAGE, paper))


@pytest.mark.parametrize("mark", ["", "abc", "x" * 24, "%"])
def test_less_than_three_groups_is_no_answer(as_, cast, paper, mark):
    page = said(as_(cast.noor).get(PAGE, paper | {"mark": mark}))
    assert "Fix 1 thing" in page
    assert "The trail has this row" not in page


@pytest.mark.parametrize("who", ["dana", "vance", "kim", "rosa", "pat"])
def test_nobody_else_has_that_page(as_, cast, who):
    assert as_(cast.members[who]).get(PAGE).status_code == 404


def test_dashes_are_not_counted_and_the_paper_says_which_site_it_is_of(as_, cast, paper):
    page = said(as_(cast.noor).get(PAGE, paper | {"mark": paper["mark"].replace(" ", "-")}))
    assert "Yes. The trail has this row" in page
    assert f"Site {cast.site.name}" in page
