"""The one decision about disclosure, over the whole matrix."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offramp.consent.rules import (
    DELIVERED,
    JUSTICE,
    MATRIX,
    ON_CALL,
    Ask,
    Grounds,
    Line,
    askable,
    is_meant,
    is_name_on_record,
    is_same_name,
    is_still_on,
    live_line,
    may_disclose,
    offerable,
    opens_by_work,
    release_opens_at,
)
from offramp.consent.states import Meant, ReleaseKind
from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.kernel.classification import DataClass
from offramp.kernel.decisions import Answer
from offramp.kernel.purposes import Purpose
from offramp.people.rules import Named

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
READER, OTHER = UUID(int=1), UUID(int=2)
MATTER = UUID(int=5)
EVERYTHING = Grounds(is_assigned=True, is_own=True, wrote_it=True, is_emergency=True, is_in_process=True)
ROWS = [*Role, ON_CALL]
NEVER_FOR_JUSTICE = [DataClass(c) for c in ("C3", "C6", "C7", "C8", "C9", "C11")]


def a_line(data_class=DataClass.PARTICIPATION, purpose=Purpose.CHARGE_HOLD, recipient=READER):
    return Line(UUID(int=9), recipient, data_class, purpose, NOON - timedelta(days=3), NOON + timedelta(days=3))


def every_line():
    return tuple(a_line(c, p) for c, p in product(DataClass, Purpose))


def ask(row=Role.OFFICER, data_class=DataClass.PARTICIPATION, purpose=Purpose.CHARGE_HOLD, at=NOON):
    return Ask(READER, row, data_class, purpose, at)


@pytest.mark.parametrize("role", sorted(JUSTICE_ROLES))
def test_no_release_assignment_or_authorship_opens_care_to_a_justice_partner(role):
    everything = replace(EVERYTHING, lines=every_line())
    opened = [(c, p) for c, p in product(NEVER_FOR_JUSTICE, Purpose) if may_disclose(ask(role, c, p), everything)]
    assert opened == []


@given(st.sampled_from([None, UUID(int=5), UUID(int=6)]), st.sampled_from([None, UUID(int=5), UUID(int=6)]))
def test_a_line_about_one_matter_opens_nothing_about_another_nor_in_general(named, asked):
    line = replace(a_line(), about=named)
    found = live_line(replace(ask(), about=asked), [line])
    assert (found is line) is (named is None or named == asked)


def a_justice_line(about=MATTER):
    return replace(a_line(), about=about, letter=JUSTICE)


@pytest.mark.parametrize("row", ROWS)
def test_a_justice_consent_opens_two_classes_to_a_prosecutor_and_nothing_to_anybody_else(row):
    lines = (*(replace(line, about=MATTER, letter=JUSTICE) for line in every_line()),)
    opened = {
        c
        for c, p in product(DataClass, Purpose)
        if may_disclose(replace(ask(row, c, p), about=MATTER), Grounds(lines=lines))
    }
    assert opened == ({DataClass.IDENTITY, DataClass.PARTICIPATION} if row == Role.PROSECUTOR else set())


@pytest.mark.parametrize("about", [None, UUID(int=6)])
def test_a_justice_consent_says_nothing_in_general_or_about_another_matter(about):
    asked = replace(ask(Role.PROSECUTOR), about=about)
    assert not may_disclose(asked, Grounds(lines=(a_justice_line(), a_justice_line(about=None))))


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        ({}, True),
        ({"recipient": OTHER}, False),
        ({"purpose": Purpose.COURT_HELP}, False),
        ({"ends_at": NOON}, False),
        ({"stopped_at": NOON}, False),
        ({"signed_at": NOON + timedelta(seconds=1)}, False),
    ],
)
def test_a_justice_consent_is_for_its_own_reader_purpose_and_time(change, is_open):
    line = replace(a_justice_line(), **change)
    assert bool(may_disclose(replace(ask(Role.PROSECUTOR), about=MATTER), Grounds(lines=(line,)))) is is_open


@pytest.mark.parametrize("role", Role)
def test_each_kind_of_paper_asks_for_its_own_classes(role):
    certificate = {DataClass.PARTICIPATION} if role is Role.PROSECUTOR else set()
    assert askable(ReleaseKind.JUSTICE, role) == certificate
    assert askable(ReleaseKind.COMPLIANCE_NOTICE, role) == {DataClass.COMPLIANCE_NOTICE}
    assert askable(ReleaseKind.RELEASE, role) == set(offerable(role))


def test_a_release_goes_before_a_justice_consent_and_cannot_stand_for_it():
    asked = replace(ask(Role.PROSECUTOR), about=MATTER)
    assert live_line(asked, (a_justice_line(), a_line())) == a_line()
    only = replace(asked, only_by=JUSTICE)
    assert live_line(only, (a_justice_line(), a_line())) == a_justice_line()
    assert not may_disclose(only, Grounds(lines=(a_line(),)))
    assert may_disclose(only, Grounds(lines=(a_justice_line(),))).reason == "Justice consent signed Feb 27, 2026."


@pytest.mark.parametrize("row", ROWS)
def test_without_any_ground_nothing_is_opened_to_anyone(row):
    opened = [(c, p) for c, p in product(DataClass, Purpose) if may_disclose(ask(row, c, p), Grounds())]
    assert opened == []


def test_a_role_without_a_row_gets_nothing_whatever_its_grounds():
    with_rows = {row for row, _ in MATRIX}
    for role in set(Role) - with_rows:
        assert not any(
            may_disclose(ask(role, c, p), replace(EVERYTHING, lines=every_line()))
            for c, p in product(DataClass, Purpose)
        )


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        pytest.param({}, True, id="live, named, right class and purpose"),
        pytest.param({"recipient": OTHER}, False, id="names somebody else"),
        pytest.param({"data_class": DataClass.SHARED_UPDATE}, False, id="names another class"),
        pytest.param({"purpose": Purpose.COURT_HELP}, False, id="names another purpose"),
        pytest.param({"ends_at": NOON}, False, id="ends at this instant"),
        pytest.param({"stopped_at": NOON}, False, id="stopped at this instant"),
        pytest.param({"stopped_at": NOON + timedelta(seconds=1)}, True, id="stopped a second later"),
        pytest.param({"signed_at": NOON + timedelta(seconds=1)}, False, id="signed a second later"),
    ],
)
def test_an_officer_learns_of_the_certificate_only_through_a_live_line_of_their_own(change, is_open):
    line = replace(a_line(), **change)
    assert bool(may_disclose(ask(), Grounds(lines=(line,)))) is is_open


def test_the_answer_names_the_release_that_opens():
    decision = may_disclose(ask(), Grounds(lines=(a_line(),)))
    assert decision.authority == str(a_line().id)
    assert decision.reason == "Release signed Feb 27, 2026."


@given(st.sampled_from(ROWS), st.sampled_from(list(DataClass)), st.sampled_from(list(Purpose)), st.data())
def test_stopping_a_line_never_opens_anything(row, data_class, purpose, data):
    lines = [
        a_line(data.draw(st.sampled_from(list(DataClass))), data.draw(st.sampled_from(list(Purpose)))) for _ in "ab"
    ]
    before = may_disclose(ask(row, data_class, purpose), Grounds(lines=tuple(lines)))
    stopped = [replace(lines[0], stopped_at=NOON), lines[1]]
    after = may_disclose(ask(row, data_class, purpose), Grounds(lines=tuple(stopped)))
    assert before or not after


def test_a_release_asks_only_for_what_is_delivered():
    offered = {role: offerable(role) for role in Role if offerable(role)}
    certificate_and_updates = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)
    assert offered == DELIVERED == dict.fromkeys((Role.OFFICER, Role.PROSECUTOR), certificate_and_updates)


def test_of_two_lines_the_live_one_counts():
    ended = replace(a_line(), ends_at=NOON)
    assert live_line(ask(), (ended, a_line())) == a_line()


def test_a_release_opens_a_day_after_the_last_stop() -> None:
    first, second = NOON, NOON + timedelta(days=2)
    assert release_opens_at([second, first]) == second + timedelta(hours=24)


def test_without_a_stop_a_release_has_no_wait() -> None:
    assert release_opens_at([]) is None


@pytest.mark.parametrize("row", ROWS)
def test_what_a_worker_keeps_alone_opens_to_nobody_else_but_in_an_emergency(row):
    kept = replace(EVERYTHING, kept_by=OTHER, lines=every_line())
    for data_class, purpose in product(DataClass, Purpose):
        asked, before = ask(row, data_class, purpose), replace(kept, kept_by=None)
        is_shut = data_class in (DataClass.CONTACT, DataClass.LOCATION) and purpose is not Purpose.EMERGENCY_MEDICAL
        assert bool(may_disclose(asked, kept)) is (bool(may_disclose(asked, before)) and not is_shut)
        assert may_disclose(asked, replace(kept, kept_by=READER)) == may_disclose(asked, before)


def test_without_an_emergency_the_purpose_of_one_opens_nothing_that_is_kept_and_the_reason_says_whom_to_ask():
    kept = replace(EVERYTHING, kept_by=OTHER, is_emergency=False)
    for data_class in (DataClass.CONTACT, DataClass.LOCATION):
        decision = may_disclose(ask(Role.CASE_MANAGER, data_class, Purpose.EMERGENCY_MEDICAL), kept)
        assert (decision.answer, decision.reason) == (Answer.NO, "A worker keeps this to themself alone. Ask them.")


@pytest.mark.parametrize(("row", "data_class", "kept_by", "opens"), [
    (Role.PEER, DataClass.LOCATION, None, True), (Role.PEER, DataClass.LOCATION, READER, True),
    (Role.PEER, DataClass.LOCATION, OTHER, False), (Role.PEER, DataClass.CONTACT, OTHER, False),
    (Role.PEER, DataClass.IDENTITY, OTHER, True), (Role.CM_SUPERVISOR, DataClass.LOCATION, None, False),
])  # fmt: skip
def test_a_list_shows_what_work_alone_opens_and_nobody_else_keeps(row, data_class, kept_by, opens):
    assert opens_by_work(row, data_class, reader=READER, kept_by=kept_by) is opens


POLICE = {Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON}


@pytest.mark.parametrize(
    ("meant", "stopped"),
    [(Meant.EVERYBODY, set(Role)), (Meant.POLICE, POLICE), (Meant.PROSECUTION, {Role.PROSECUTOR})],
)
def test_a_stop_said_aloud_means_the_roles_it_says_whatever_name_stands_beside(meant, stopped):
    assert {role for role in Role if is_meant(meant, "Dana", role=role, name="R. Vance")} == stopped
    assert {role for role in Role if is_meant(meant, "", role=role, name="Dana Ruiz")} == stopped


@pytest.mark.parametrize(
    ("words", "name", "is_it"),
    [
        ("Officer Ruiz", "Dana Ruiz", True), ("dana", "Dana Ruiz", True), ("RUÍZ", "D. Ruiz", True),
        ("Jon", "Jon Li", True), ("Li", "Jon Li", False), ("Ruizz", "Dana Ruiz", False), ("Rui", "Dana Ruiz", False),
        ("Officer", "Dana Ruiz", False), ("", "Dana Ruiz", False), ("", "", False),
    ],
)  # fmt: skip
def test_a_name_means_whoever_has_one_whole_word_of_it(words, name, is_it):
    assert {is_meant(Meant.NAMED, words, role=role, name=name) for role in Role} == {is_it}


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("change", "held_until", "is_on"),
    [
        ({}, None, True), ({}, NOON, True), ({}, NOON - MINUTE, True), ({}, NOON + MINUTE, False),
        ({"ends_at": NOON}, None, False), ({"ends_at": NOON + MINUTE}, None, True),
        ({"ends_at": NOON}, NOON - MINUTE, False), ({"stopped_at": NOON - MINUTE}, None, False),
        ({"stopped_at": NOON - MINUTE}, NOON - MINUTE, False),
    ],
)  # fmt: skip
def test_a_stop_said_aloud_ends_what_is_on_but_for_what_holds_until_its_day(change, held_until, is_on):
    assert is_still_on(replace(a_line(), **change), held_until=held_until, at=NOON) is is_on


MOMENTS = [NOON + n * MINUTE for n in range(-3, 4)]


@given(*[st.sampled_from([*MOMENTS, None])] * 2, st.sampled_from(MOMENTS), st.sampled_from(MOMENTS))
def test_a_line_is_over_at_its_day_its_event_or_its_stop_whichever_comes_first(stopped, happened, ends, at):
    line = replace(a_line(), ends_at=ends, stopped_at=stopped, happened_at=happened)
    ways = [moment for moment in (ends, stopped, happened) if moment is not None]
    assert line.over_at == sorted(ways)[0]
    assert line.is_live(at) is all(at < moment for moment in ways)
    assert line.is_live(line.signed_at)
    assert not line.is_live(line.signed_at - MINUTE)


@pytest.mark.parametrize("typed", ["Jordan Ellery", "  jordan  ELLERY ", "JordanEllery", "Jördan Ellery"])
def test_a_typed_signature_is_the_name_however_its_letters_are_written(typed):
    assert is_same_name("Jordan Ellery", typed)


@pytest.mark.parametrize("typed", ["Zzz", "Jordan", "Jordan Ellery Q", "-"])
def test_a_typed_signature_that_is_another_name_is_none(typed):
    assert not is_same_name("Jordan Ellery", typed)


def test_names_in_any_script_are_compared():
    assert is_same_name("Ольга Петрова", "ольга петрова")
    assert not is_same_name("Ольга Петрова", "Анна Петрова")


JORDAN = [Named("Jordan", "Ellery", None), Named("JJ", "", None)]


@pytest.mark.parametrize(
    "signer", ["Jordan Ellery", "jordan", "Ellery", "Jordan Marie Ellery", "Ellery, Jordan", "JJ Ellery"]
)
def test_a_part_of_a_name_and_another_name_of_the_record_are_on_it(signer):
    assert is_name_on_record(signer, JORDAN)


@pytest.mark.parametrize("signer", ["Q", "Mickey Mouse", "Robin Ellery", "J"])
def test_somebody_elses_name_is_not_on_the_record(signer):
    assert not is_name_on_record(signer, JORDAN)


def test_a_record_without_any_name_contradicts_nobody():
    assert is_name_on_record("Mickey Mouse", [Named("", "", None)])
