"""What is said to have changed between two protocols."""

from offramp.protocols import document
from tests.protocols.texts import EVERY_KIND, SEATTLE_PILOT


def test_two_versions_are_compared_by_whole_clauses():
    a = document.load(SEATTLE_PILOT)
    b = document.load(
        SEATTLE_PILOT.replace("more than 3 g", "more than 6 g")
        .replace("more_than: 3,", "more_than: 6,")
        .replace("id: 3(f)", "id: 3(g)")
    )
    changes = {change.clause: change for change in document.compare(a, b)}
    kinds = {name: change.kind for name, change in changes.items()}
    assert kinds == {"3(d)": "changed", "3(g)": "added", "3(f)": "removed"}
    assert "3 g" in changes["3(d)"].old
    assert "6 g" in changes["3(d)"].new
    assert changes["3(d)"].numbers == (("too_much 1.more_than", "3", "6"),)


def test_a_change_of_the_title_the_key_or_what_the_file_is_about_is_named():
    old = document.load(SEATTLE_PILOT)
    new = document.load(
        SEATTLE_PILOT.replace("key: test-site", "key: other-site").replace(
            "title: A protocol for a test", "title: Another title\ntitle_in_spanish: Otro título"
        )
    )
    told = [(one.clause, one.kind, one.old, one.new, one.numbers) for one in document.compare(old, new)]
    assert told == [
        ("key", "changed", "test-site", "other-site", ()),
        ("title", "changed", "A protocol for a test", "Another title", (("title_in_spanish", "", "Otro título"),)),
    ]


def test_a_change_of_the_office_hours_is_a_change_of_their_clause():
    changes = document.compare(
        document.load(EVERY_KIND), document.load(EVERY_KIND.replace("from: 08:00", "from: 09:00"))
    )
    assert [(change.clause, change.numbers) for change in changes] == [("2(d)", (("hours 1.from", "08:00", "09:00"),))]


def test_a_protocol_does_not_differ_from_itself():
    one = document.load(EVERY_KIND)
    assert document.compare(one, one) == ()
