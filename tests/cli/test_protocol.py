"""`offramp protocol` at the command line: what it prints, where, and how it ends."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from offramp.cli.protocol import app
from tests.protocols.texts import EVERY_KIND, SEATTLE_PILOT

CLEAR = {"offense": "possession", "amount": "1 g", "lesser_violence": "no", "serious_violence": "no"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a folder that holds pilot.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pilot.yaml").write_text(SEATTLE_PILOT)

    def runner(*words, stdin=None):
        return CliRunner().invoke(app, words, input=stdin)

    return runner


def assessed(run, facts, *words):
    return run("assess", "pilot.yaml", "-", *words, stdin=facts if isinstance(facts, str) else json.dumps(facts))


def test_check_says_that_nothing_is_wrong(run):
    answer = run("check", "pilot.yaml")
    assert (answer.exit_code, answer.stdout) == (0, "A protocol for a test: nothing is wrong with this protocol.\n")


def test_check_names_line_clause_and_remedy_on_one_line_each(run, tmp_path):
    (tmp_path / "bad.yaml").write_text(SEATTLE_PILOT.replace("more_than: 3, ", "").replace("10 years\n", "a while\n"))
    answer = run("check", "bad.yaml")
    lines = answer.stderr.splitlines()
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert len(lines) == 2
    assert lines[0].startswith("bad.yaml: line ")
    assert "clause 3(d): This limit does not say" in lines[0]
    assert "clause 3(e):" in lines[1]


def test_check_answers_in_json_too(run, tmp_path):
    (tmp_path / "bad.yaml").write_text("key: x\n")
    answer = run("check", "bad.yaml", "--json")
    assert answer.exit_code == 2
    assert set(json.loads(answer.stdout)["faults"][0]) == {"line", "clause", "sentence", "remedy"}
    assert json.loads(run("check", "pilot.yaml", "--json").stdout) == {"ok": True, "faults": []}


def test_schema_is_json_schema(run):
    assert json.loads(run("schema").stdout)["properties"]["offenses"]
    assert run("schema", "--json").stdout == run("schema").stdout


def test_facts_lists_the_questions_of_a_door(run):
    asked = json.loads(run("facts", "pilot.yaml", "--json").stdout)
    assert [one["id"] for one in asked] == ["offense", "amount", "lesser_violence", "serious_violence"]
    assert json.loads(run("facts", "pilot.yaml", "--door", "social_contact", "--json").stdout) == []
    assert run("facts", "pilot.yaml", "--door", "social_contact").stdout == "This protocol asks nothing at this door.\n"
    assert "amount (quantity, in g), clause 3(d): How much?" in run("facts", "pilot.yaml").stdout


def test_facts_lists_what_an_amount_may_be_named_by(run, tmp_path):
    (tmp_path / "every.yaml").write_text(EVERY_KIND)
    amount = json.loads(run("facts", "every.yaml", "--json").stdout)[1]
    assert (amount["units"], amount["substances"], amount["forms"]) == (["g"], ["fentanyl"], ["prescription_pills"])
    said = run("facts", "every.yaml").stdout
    assert "    units: g\n    substances: fentanyl\n    forms: prescription_pills\n" in said
    assert said.count("units:") == 1


def test_where_there_is_no_window_nothing_is_inside_or_outside_it(run):
    asked = {one["id"]: one["values"] for one in json.loads(run("facts", "pilot.yaml", "--json").stdout)}
    assert asked["lesser_violence"] == ["no", "yes", "inside", "outside", "unknown"]
    assert asked["serious_violence"] == ["no", "yes", "unknown"]
    for word in ("inside", " Outside"):
        answer = assessed(run, CLEAR | {"serious_violence": word})
        assert answer.exit_code == 2
        assert answer.stderr.startswith('standard input: serious_violence: Write "no", "yes", "unknown", or a list')
    assert assessed(run, CLEAR | {"lesser_violence": "outside"}).exit_code == 0


def test_diff_names_what_changed_at_the_head_of_the_file(run, tmp_path):
    (tmp_path / "new.yaml").write_text(SEATTLE_PILOT.replace("A protocol for a test", "Another title"))
    said = run("diff", "pilot.yaml", "new.yaml").stdout
    assert said == "title changed\n  - A protocol for a test\n  + Another title\n"


def test_assess_prints_every_finding_and_ends_well_whatever_the_answer(run):
    for amount, expected in (("1 g", "yes"), ("9 g", "no"), ("unknown", "ask")):
        answer = assessed(run, CLEAR | {"amount": amount})
        said = json.loads(answer.stdout)
        assert (answer.exit_code, said["answer"]) == (0, expected)
        assert said["ask"] == ("supervisor" if expected == "ask" else None)
        assert [one["clause"] for one in said["findings"]] == ["2(a)", "3(a)", "3(d)", "3(e)", "3(f)", "4"]
        assert all(set(one) == {"clause", "answer", "reason", "authority"} for one in said["findings"])


def test_facts_may_carry_the_door_and_the_day_and_an_option_wins_over_them(run):
    event = {"lesser_violence": [{"conviction": "2016-03-02"}]}
    assert json.loads(assessed(run, CLEAR | event | {"on": "2026-03-03"}).stdout)["answer"] == "yes"
    assert (
        json.loads(assessed(run, CLEAR | event | {"on": "2026-03-03"}, "--on", "2026-03-02").stdout)["answer"] == "no"
    )
    assert json.loads(assessed(run, {"door": "community"}).stdout)["answer"] == "no"


def test_amounts_are_exact(run):
    limit = '{"offense": "possession", "amount": {"amount": 3.0000000000000000001, "unit": "g"}}'
    assert json.loads(assessed(run, limit).stdout)["answer"] == "no"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param("{", "line 1: this is not JSON", id="not JSON"),
        pytest.param("[]", "facts are an object", id="a list"),
        pytest.param('{"amount": NaN}', "NaN is not a number", id="not a number"),
        pytest.param('{"amount": "1 g", "amount": "9 g"}', '"amount" is given twice', id="given twice"),
        pytest.param('{"ammount": "1 g"}', 'Did you mean "amount"?', id="an unknown fact"),
        pytest.param('{"door": "window"}', "Doors: arrest_diversion, social_contact, community", id="no such door"),
        pytest.param('{"on": "yesterday"}', '"yesterday" is not a day', id="no such day"),
        pytest.param('{"offense": {"code": "35A"}}', "offense: Write one of", id="an offense in a box"),
        pytest.param('{"amount": "3,1 g"}', "amount: Write a number with a decimal point", id="a decimal comma"),
        pytest.param('{"amount": {"amount": 1, "more_than": 50, "unit": "g"}}', "not both", id="two sizes at once"),
        pytest.param(f'{{"amount": {"9" * 5_000}}}', "a number of 5000 digits", id="very many digits"),
        pytest.param(r'{"\u001b[31mred": 1}', "?[31mred: this protocol asks no such fact", id="an escape in a name"),
        pytest.param("[" * 100_000, "Write the facts as one object", id="very deep"),
    ],
)
def test_bad_facts_are_one_clear_line_and_exit_2(run, facts, sentence):
    answer = assessed(run, facts)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert sentence in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("facts", "option"), [({"door": 7}, ("--door", "community")), ({"on": "soon"}, ("--on", "2026-03-03"))]
)
def test_an_option_does_not_hide_a_slip_of_the_pen_in_the_facts(run, facts, option):
    answer = assessed(run, CLEAR | facts, *option)
    assert (answer.exit_code, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)


def test_a_door_without_a_name_is_no_door(run):
    assert assessed(run, CLEAR | {"door": ""}).exit_code == 2


def test_every_bad_fact_has_its_own_line(run):
    answer = assessed(run, {"ammount": 1, "serious_violence": "maybe"})
    assert len(answer.stderr.splitlines()) == 2


def test_a_file_that_is_not_there_is_answered_with_the_names_that_are(run):
    answer = run("check", "nowhere.yaml")
    assert answer.exit_code == 2
    assert 'There is no file "nowhere.yaml". Shipped protocols: fayette-county-wv,' in answer.stderr


def test_a_file_that_is_not_text_is_refused(run, tmp_path):
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xd8\xff")
    assert "not a text file in UTF-8" in run("check", "picture.yaml").stderr
    assert "cannot be read" in run("check", str(tmp_path)).stderr


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_file_without_a_name_is_asked_for(run, command):
    answer = run(command, "")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Write the name of a file. Shipped protocols: fayette-county-wv,")
    assert run("assess", "pilot.yaml", "").stderr.startswith("Write the name of a file.")


def test_a_mark_that_some_editors_put_before_a_text_is_no_part_of_it(run, tmp_path):
    (tmp_path / "facts.json").write_text(json.dumps(CLEAR), encoding="utf-8-sig")
    assert run("assess", "pilot.yaml", "facts.json").exit_code == 0
    assert assessed(run, "\ufeff" + json.dumps(CLEAR)).exit_code == 0
    (tmp_path / "marked.yaml").write_text(SEATTLE_PILOT, encoding="utf-8-sig")
    assert run("show", "marked.yaml").stdout == SEATTLE_PILOT


def test_whether_somebody_harmed_agrees_is_read_in_any_case_as_every_answer_is(run):
    said = run("assess", "rochester-monroe", "-", stdin='{"aggrieved_party": " Agrees"}')
    assert (said.exit_code, said.stderr) == (0, "")
    wrong = run("assess", "rochester-monroe", "-", stdin='{"aggrieved_party": "Agreed"}')
    assert 'aggrieved_party: Write "none_present", "agrees", "disagrees" or "unknown".' in wrong.stderr


def test_diff_shows_the_sentences_and_the_numbers(run, tmp_path):
    (tmp_path / "new.yaml").write_text(SEATTLE_PILOT.replace("more_than: 3,", "more_than: 6,").replace("3 g", "6 g"))
    said = run("diff", "pilot.yaml", "new.yaml").stdout
    assert "3(d) changed" in said
    assert "  + A person who has more than 6 g is presumptively not diverted." in said
    assert "    too_much 1.more_than: 3 -> 6" in said
    assert json.loads(run("diff", "pilot.yaml", "new.yaml", "--json").stdout)[0]["clause"] == "3(d)"
    assert (
        run("diff", "pilot.yaml", "pilot.yaml").stdout == "No clause differs, and neither does the head of the file.\n"
    )


def test_list_names_the_five_and_show_prints_one_word_for_word(run):
    assert len(json.loads(run("list", "--json").stdout)) == 5
    assert "rochester-monroe" in run("list").stdout
    assert run("show", "pilot.yaml").stdout == SEATTLE_PILOT


def test_no_command_without_a_database_loads_django():
    code = (
        "import sys; from typer.testing import CliRunner; from offramp.cli.protocol import app;"
        "CliRunner().invoke(app, ['check', 'wv-regional']);"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.django_db
def test_a_protocol_is_adopted_for_a_site_and_exported_word_for_word(run):
    from offramp.directory.models import Site, State

    state = State.objects.create(fips="54", name="West Virginia", postal="WV")
    Site.objects.create(slug="rivertown", name="Rivertown", state=state, on_call_phone="555-0100")
    words = (
        "adopt", "rivertown", "pilot.yaml", "--decision", "PCG decision 1", "--decided", "2026-01-05",
        "--effective", "2026-02-01", "--signer", "R. Vance, prosecutor",
    )  # fmt: skip
    assert "version 1 is adopted and in force from 2026-02-01 on" in run(*words).stdout
    again = run(*words)
    assert again.exit_code == 2
    assert "already judged by the version before" in again.stderr
    long = run(*words[:4], "x" * 201, *words[5:])
    assert (long.exit_code, long.stderr) == (2, "A decision has at most 200 characters. Shorten its name.\n")
    assert run("export", "rivertown").stdout == SEATTLE_PILOT
    assert json.loads(run("export", "rivertown", "--number", "1", "--json").stdout)["signers"] == [
        "R. Vance, prosecutor"
    ]
    assert "no such version" in run("export", "rivertown", "--number", "7").stderr
    assert "no site called “nowhere”. Sites: rivertown." in run("export", "nowhere").stderr
