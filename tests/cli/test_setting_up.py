"""What an operator sets up, from an empty database to a site that is on call, and what each mistake is answered with."""

import json
from datetime import timedelta

import pytest
import time_machine
import typer
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils import timezone
from typer.testing import CliRunner

from offramp.cli.main import app
from offramp.cli.terminal import kindly
from offramp.directory import reads
from offramp.directory.models import Membership, Site
from offramp.kernel.models import TrailRow
from tests import cast as play

pytestmark = pytest.mark.django_db

SITE = ("site", "add", "gorge", "--name", "Gorge", "--state", "WV", "--county", "54019", "--phone", "(304) 555-0150",
        "--time-zone", "America/New_York")  # fmt: skip
CARE = ("agency", "add", "gorge", "Gorge Care", "--kind", "care")
KIM = ("member", "add", "gorge", "kim", "--role", "case_manager", "--name", "Kim O.", "--agency", "Gorge Care")
TONIGHT = ("roster", "add", "gorge", "kim", "--role", "case_manager", "--place", "1")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Each first password would take a quarter of a second; tests/house/test_keys.py holds that it does."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def run(*words):
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout, done.stderr


def done(*words):
    code, printed, wrong = run(*words)
    assert code == 0, wrong
    return printed


def refused(*words):
    code, printed, wrong = run(*words)
    assert (code, printed) == (2, "")
    return wrong


def test_a_site_brings_its_state_and_all_its_counties():
    assert done(*SITE) == "Gorge is set up. Next: its agencies.\n"
    site = Site.objects.get()
    assert (site.state.name, site.state.counties.count()) == ("West Virginia", 55)
    assert [county.name for county in site.counties.all()] == ["Fayette"]


def test_a_second_site_of_a_state_uses_the_same_state():
    done(*SITE)
    done(*SITE[:2], "ridge", *SITE[3:])
    assert Site.objects.values("state").distinct().count() == 1


def test_a_first_password_signs_in():
    done(*SITE)
    done(*CARE)
    made = json.loads(done(*KIM, "--json"))
    assert authenticate(username="kim", password=made["first_password"]) is not None


@pytest.mark.parametrize("words", [("new-password", "kim"), ("sign-out", "kim")])
def test_an_account_that_is_not_there_is_said_so(words):
    assert refused("member", *words) == "There is no account called “kim”.\n"


@pytest.mark.parametrize("words", [(), ("kim", "--all")])
def test_whom_to_sign_out_is_said_once(words):
    assert refused("member", "sign-out", *words) == "Name one account, or write --all for everybody.\n"


def test_a_temporary_account_is_new_and_the_clock_takes_its_role_after_72_hours():
    done(*SITE)
    done(*CARE)
    assert "The account ends by itself at" in done(*KIM, "--temporary")
    refused_twice = refused(*KIM[:5], "peer", *KIM[6:], "--temporary")
    assert "only a new one is temporary" in refused_twice
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
        assert "0 roles of temporary accounts ended" in done("clock", "run")
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert "1 roles of temporary accounts ended" in done("clock", "run")
        assert "0 roles of temporary accounts ended" in done("clock", "run")
    assert not Membership.objects.get().is_active


def test_a_second_role_gets_no_second_password():
    done(*SITE)
    done(*CARE)
    done(*KIM)
    lead = done(
        "member", "add", "gorge", "kim", "--role", "cm_supervisor", "--name", "Kim O.", "--agency", "Gorge Care"
    )
    assert "password" not in lead
    assert Membership.objects.count() == 2


def test_the_roster_is_written_in_the_sites_own_time():
    done(*SITE)
    done(*CARE)
    done(*KIM)
    shift = json.loads(done(*TONIGHT, "--from", "2026-06-01T18:00", "--to", "2026-06-02T06:00", "--json"))
    assert shift["starts_at"] == "2026-06-01 18:00:00-04:00"


def test_a_shift_ends_at_the_second_of_two_hours_of_one_name():
    done(*SITE)
    done(*CARE)
    done(*KIM)
    shift = json.loads(done(*TONIGHT, "--from", "2026-11-01T01:45", "--to", "2026-11-01T01:15", "--json"))
    assert (shift["starts_at"], shift["ends_at"]) == ("2026-11-01 01:45:00-04:00", "2026-11-01 01:15:00-05:00")


def test_whoever_leaves_is_gone_from_the_roster_at_once():
    done(*SITE)
    done(*CARE)
    done(*KIM)
    now = timezone.now()
    done(*TONIGHT, "--from", "2020-01-01T00:00", "--to", "2090-01-01T00:00")
    site = Site.objects.get()
    assert [member.name for member in reads.on_call(Membership(site=site), now)] == ["Kim O."]
    done("member", "end", "gorge", "kim", "--role", "case_manager")
    assert reads.on_call(Membership(site=site), now) == []


def test_a_state_coordinator_belongs_to_the_state():
    done(*SITE)
    done("member", "add", "WV", "ann", "--role", "state_coordinator", "--name", "State desk")
    assert Membership.objects.get().state.postal == "WV"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(SITE, "There is a site called “gorge” already. Choose another short name.", id="site twice"),
        pytest.param(CARE, "This site has an agency called “Gorge Care” already.", id="agency twice"),
        pytest.param(KIM, "“kim” has this role here already.", id="role twice"),
        pytest.param(
            ("agency", "add", "georg", "A", "--kind", "care"),
            "There is no site called “georg”. Sites: gorge.",
            id="no site",
        ),
        pytest.param(
            (*KIM[:-1], "Care"), "This site has no agency called “Care”. Agencies: Gorge Care.", id="no agency"
        ),
        pytest.param(
            ("member", "add", "gorge", "dana", "--role", "officer", "--name", "Ofc. Dana R."),
            "Police belong to an agency. Name it.",
            id="police without an agency",
        ),
        pytest.param(
            (*SITE[:2], "ridge", *SITE[3:8], "54999", *SITE[9:]),
            "Name the counties of West Virginia by their five-digit FIPS codes.",
            id="no such county",
        ),
        pytest.param(
            (*SITE[:2], "ridge", *SITE[3:6], "ZZ", *SITE[7:]),
            "“ZZ” is not a state. Write its two letters, like WV.",
            id="no such state",
        ),
        pytest.param(
            (*SITE[:2], "ridge", *SITE[3:-1], "Eastern"),
            "site time zone: “Eastern” is not a time zone. Write it like America/New_York.",
            id="no such time zone",
        ),
        pytest.param(
            (*TONIGHT, "--from", "2026-06-02T06:00", "--to", "2026-06-01T18:00"),
            "A shift ends after it starts. Check the two times.",
            id="a shift that ends before it starts",
        ),
        pytest.param(
            (*TONIGHT, "--from", "2027-03-14T02:30", "--to", "2027-03-14T03:00"),
            "There is no 02:30 on March 14, 2027: the clock is set forward then. Write an earlier or a later time.",
            id="a time that the clock leaps over",
        ),
        pytest.param(
            (*TONIGHT, "--from", "2026-06-01T18:00", "--to", "9999-12-31T23:00"),
            "That time is too far away. Look at the year.",
            id="a shift without an end",
        ),
    ],
)
def test_a_mistake_is_answered_in_one_sentence_and_changes_nothing(words, sentence):
    done(*SITE)
    done(*CARE)
    done(*KIM)
    before = TrailRow.objects.count()
    assert refused(*words) == f"{sentence}\n"
    assert TrailRow.objects.count() == before


LONG = "x" * 400
TOO_LONG = "Ensure this value has at most {} characters (it has 400)."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param((*CARE[:3], "", *CARE[4:]), "agency name: This field cannot be blank.", id="agency"),
        pytest.param((*CARE[:3], "  ", *CARE[4:]), "agency name: This field cannot be blank.", id="agency of spaces"),
        pytest.param((*CARE[:3], LONG, *CARE[4:]), f"agency name: {TOO_LONG.format(80)}", id="long agency"),
        pytest.param((*CARE[:3], "B", *CARE[4:], "--unit", " "), "unit name: This field cannot be blank.", id="unit"),
        pytest.param((*CARE[:3], "B", *CARE[4:], "--unit", LONG), f"unit name: {TOO_LONG.format(80)}", id="long unit"),
        pytest.param(
            (*CARE[:3], "B", *CARE[4:], "--unit", "Day", "--unit", "Day"),
            "Unit with this Site, Agency and Name already exists.",
            id="unit twice",
        ),
        pytest.param((*KIM[:7], "", *KIM[8:]), "membership name: This field cannot be blank.", id="member"),
        pytest.param((*KIM[:7], LONG, *KIM[8:]), f"membership name: {TOO_LONG.format(60)}", id="long member"),
        pytest.param((*KIM, "--phone", LONG), f"membership phone: {TOO_LONG.format(20)}", id="long phone"),
        pytest.param(
            (*SITE[:2], "ridge", "--name", LONG, *SITE[5:]), f"site name: {TOO_LONG.format(80)}", id="long site"
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_and_said_of_which_word(words, sentence):
    done(*SITE)
    done(*CARE)
    before = TrailRow.objects.count()
    assert refused(*words) == f"{sentence}\n"
    assert TrailRow.objects.count() == before


def test_what_a_terminal_would_obey_is_shown_and_not_obeyed():
    done(*SITE)
    assert refused("agency", "add", "\x1b[31mgeorg", "A\nB", "--kind", "care").startswith(
        "There is no site called “?[31mgeorg”."
    )


def test_a_place_on_the_roster_is_one_that_can_be_rung():
    done(*SITE)
    done(*CARE)
    done(*KIM)
    when = ("--from", "2026-06-01T18:00", "--to", "2026-06-02T06:00")
    assert "--place" in refused(*TONIGHT[:-1], "99999999999", *when)
    assert done(*TONIGHT[:-1], "9", *when)


def test_sites_are_listed_with_their_state_and_mode():
    done(*SITE)
    assert done("site", "list") == "gorge  Gorge, WV (live)\n"
    assert json.loads(done("site", "list", "--json"))[0]["site"] == "gorge"


def test_the_clock_says_what_it_did_at_each_site():
    play.at_site("bureau")
    assert done("clock", "run") == (
        "bureau: 0 referrals closed, 0 people forgotten, 0 contacts forgotten, 0 roles of temporary accounts ended.\n"
    )
    assert json.loads(done("clock", "run", "--json"))["bureau"]["people_forgotten"] == 0


def test_the_heads_are_the_newest_marks():
    play.at_site("bureau")
    newest = TrailRow.objects.filter(site_id=Site.objects.get().pk).order_by("-seq").first()
    heads = {head["chain"]: head for head in json.loads(done("trail", "heads", "--json"))}
    assert (heads["bureau"]["row"], heads["bureau"]["mark"]) == (newest.seq, newest.mac)
    assert f"bureau {newest.seq} {newest.mac}\n" in done("trail", "heads")


def test_a_whole_trail_is_said_to_hold_as_data_too():
    play.at_site("bureau")
    said = json.loads(done("trail", "verify", "--json"))
    assert (said["holds"], said["faults"]["bureau"]) == (True, [])


def test_what_no_field_is_to_blame_for_is_one_line_too(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, kindly():
        raise ValidationError("These two do not fit together.")
    assert (ended.value.exit_code, capsys.readouterr().err) == (2, "These two do not fit together.\n")
