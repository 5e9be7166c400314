"""What the components say, to eyes and to screen readers."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import engines
from django.utils import translation

from offramp.design.templatetags import design


def shown(source: str, **context: object) -> str:
    return " ".join(engines["django"].from_string(source).render(context).split())


@pytest.mark.parametrize(("kind", "says"), [("solid", True), ("outline", False), ("plain", False)])
def test_your_turn_is_said_and_not_only_drawn(kind: str, says: bool) -> None:
    tag = shown("{% status kind 'To review' %}", kind=kind)
    assert ("Your turn:" in tag) is says
    assert "To review" in tag


def test_a_cell_prints_its_column_and_a_table_stays_a_table() -> None:
    table = shown(
        "{% cardtable 'Mine' 'Code' 'Kind' %}{% cardrow %}{% cardhead %}K7{% endcardhead %}"
        "{% cell 'Kind' %}{{ kind }}{% endcell %}{% endcardrow %}{% endcardtable %}",
        kind="<b>",
    )
    assert '<th scope="row" role="rowheader">K7</th>' in table
    assert '<span class="cell-name" aria-hidden="true">Kind</span>&lt;b&gt;' in table
    assert table.count('role="row"') == 2


@pytest.mark.parametrize(
    ("number", "dials"),
    [("(304) 555-0142", "tel:+13045550142"), ("+1 304 555 0142", "tel:+13045550142"), ("988", "tel:988")],
)
def test_a_phone_number_is_dialed(number: str, dials: str) -> None:
    assert design.phone_link(number) == dials


@time_machine.travel("2026-12-01T12:00:00Z")
def test_moments_are_shown_on_the_clocks_of_the_site() -> None:
    at = datetime(2026, 11, 3, 19, 32, tzinfo=UTC)
    assert design.site_time(at, "America/New_York") == "Nov 3, 2:32\u00a0PM"
    assert design.site_time(at, "America/Chicago") == "Nov 3, 1:32\u00a0PM"
    assert (
        design.site_time(datetime(2025, 11, 3, 19, 32, tzinfo=UTC), "America/New_York") == "Nov 3, 2025, 2:32\u00a0PM"
    )
    assert design.site_time(None) == ""
    with translation.override("es"):
        assert design.site_time(at, "America/New_York") == "3 nov, 2:32\u00a0PM"


def test_days_are_read_back_in_words() -> None:
    assert design.day_in_words(date(1988, 4, 9)) == "April 9, 1988"
    assert design.weekday(date(2026, 12, 3)) == "Thu, Dec 3"


@pytest.mark.parametrize(
    ("readers", "says"),
    [(["you"], "you."), (["you", "Lou P."], "you and Lou P."), (["you", "Lou P.", "Ana M."], "you, Lou P. and Ana M.")],
)
def test_readers_are_a_sentence_with_one_full_stop(readers: list[str], says: str) -> None:
    line = shown('{% include "design/readers.html" with readers=readers only %}', readers=readers)
    assert f"Who can see this: {says}</p>" in line
