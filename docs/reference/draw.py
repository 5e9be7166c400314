"""Draws the pages of this folder that show tables of the code. `./run pictures` writes them; a test holds them to it.

For each capability with a table of steps in its `states.py`: a page `<capability>-states.md`. And the sharing matrix. One
page shows a table that is kept beside it: what of the ASVS is met (`asvs.csv`).
"""

import csv
import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "offramp"

#: The letters of the matrix as the page writes them, and what each asks for.
LETTERS = {
    "A": "assigned", "A/E": "assigned, emergency", "E": "emergency", "c": "release", "own": "own", "wrote": "wrote",
    "P": "process", "X": "never", ".": "", "c/J": "release, justice consent",
}  # fmt: skip
MEANINGS = {
    "assigned": "the reader works with the person now",
    "emergency": "a supervisor opened the record in a medical emergency, for an hour",
    "process": "by a complaint, an order or the person's own request, field by field: so far only an order and a mandate do",
    "release": "a live release names this reader and this class",
    "justice consent": "a live consent of 42 CFR 2.35 names this reader and this matter, where the protocol allows it",
    "own": "the reader submitted it, or it is the reader's own matter",
    "wrote": "the reader works with the person and wrote it",
    "never": "no release can open it",
    "empty": "no",
}

#: How a requirement of the ASVS stands here.
STANDINGS = {
    "shown": "a test fails when it is no longer so",
    "written": "it asks for documentation, and this is it",
    "read": "the code was read for it and is so; no test would notice a change",
    "none here": "the program has nothing of the kind",
    "site": "whoever runs a site does it; this says where that is described, or that it is not",
    "not met": "what is missing, and what it needs",
}
CHAPTERS = {
    "1": "Encoding and sanitizing", "2": "Validation and the order of work", "3": "In the browser", "4": "Web service",
    "5": "Files", "6": "Signing in", "7": "Sessions", "8": "Who may what", "9": "Signed tokens", "11": "Cryptography",
    "12": "Connections", "13": "Settings", "14": "Protecting data", "15": "Code and parts", "16": "Logs and faults",
}  # fmt: skip
LEDGER_HEAD = """# What OWASP ASVS 5.0.0 asks

Every requirement in scope, in our own short words, with the tests that show it or a signed reason. The text of the standard is
OWASP's ([ASVS 5.0.0](https://owasp.org/www-project-application-security-verification-standard/), CC BY-SA 4.0); read it there.
Tests are named below `tests/`. A row says what was found by the maintainers alone: nobody from outside has verified it."""
LEDGER_SCOPE = """In scope: levels 1 and 2 without the chapters on OAuth and OIDC (29 requirements) and on WebRTC (7), of which
the program has nothing; a test holds that no such library is used. Of level 3 those four that the project took on: 7.5.3,
8.3.2, 14.2.6 and 14.2.7; 16.3.2 is read as level 3 asks it. A row with several tests stands on all of them together.
What is said of HTTPS holds where `OFFRAMP_HTTPS` is on, as [Run it for real](../how-to/run-it-for-real.md) sets it."""
HEAD = "<!-- Drawn by ./run pictures from offramp/{name}/states.py. Change the table there, not this page. -->"


def pages() -> dict[str, str]:
    """File name to text, for every table of steps in the house."""
    names = sorted(path.parent.name for path in PACKAGE.glob("*/states.py"))
    drawn = {f"{name}-states.md": page(name) for name in names}
    others = {"sharing-matrix.md": sharing_matrix(), "asvs.md": ledger()}
    return {file: text for file, text in drawn.items() if text} | others


def page(name: str) -> str:
    """The page of one capability; empty when it has no steps."""
    states = importlib.import_module(f"offramp.{name}.states")
    tables = {title: steps for title, steps in vars(states).items() if title.endswith("STEPS")}
    if not tables:
        return ""
    parts = [HEAD.format(name=name), f"# The states of {name}", (states.__doc__ or "").strip()]
    for title, steps in tables.items():
        parts += [f"## {title.replace('_', ' ').capitalize()}", picture(steps), table(steps)]
    return "\n\n".join([*parts, *permissions(name)]) + "\n"


def sharing_matrix() -> str:
    """Who may have which class of fact, by what; what each purpose reaches; and what is delivered at all."""
    rules = importlib.import_module("offramp.consent.rules")
    roles = importlib.import_module("offramp.directory.states").ROLE_NAMES
    classes = [c for c in rules.DataClass if (next(iter(rules.MATRIX))[0], c) in rules.MATRIX]
    rows = list(dict.fromkeys(row for row, _ in rules.MATRIX))
    silent = [name for role, name in roles.items() if role not in rows]
    return (
        "\n\n".join(
            [
                HEAD.format(name="consent").replace("states.py", "rules.py"),
                "# The sharing matrix",
                "Who may have which class of fact about a person. [Who sees what](../explanation/who-sees-what.md) says it in "
                "plain words; `may_disclose` in `offramp/consent/rules.py` decides by it. What is not here is a no.",
                grid(("Class", "What it is about"), [(c, spoken(c.name.lower())) for c in classes]),
                "## Role by class",
                grid(
                    ("Row", *classes),
                    [(spoken(row), *(LETTERS[rules.MATRIX[row, c]] for c in classes)) for row in rows],
                ),
                "\n".join(f"- **{word}**: {meaning}" for word, meaning in MEANINGS.items()),
                f"Above the table: {' and '.join(sorted(rules.KEPT_ALONE))} of a person whose contact one worker keeps to "
                "themself alone open to nobody else, but in an emergency.",
                f"Without a row, and so without anything: {', '.join(silent)}.",
                "## Purpose by class",
                "A yes above opens nothing unless the purpose reaches the class. A purpose without a line reaches nothing.",
                grid(
                    ("Purpose", *classes),
                    [(spoken(p), *("yes" if c in reach else "" for c in classes)) for p, reach in rules.REACH.items()],
                ),
                "## What a release can ask a yes for",
                "Only what something delivers today. The compliance notice and the justice consent have papers "
                "of their own.",
                grid(
                    ("Role", "Classes"), [(spoken(role), ", ".join(rules.offerable(role))) for role in rules.DELIVERED]
                ),
            ]
        )
        + "\n"
    )


def ledger() -> str:
    """What the ASVS asks and what shows it, chapter by chapter, with the counts first."""
    rows = ledger_rows()
    chapters = list(dict.fromkeys(row["id"].partition(".")[0] for row in rows))
    counts = {level: Counter(row["standing"] for row in rows if row["level"] in level) for level in ("12", "3", "123")}
    parts = [
        HEAD.format(name="").replace("offramp//states.py", "docs/reference/asvs.csv"), LEDGER_HEAD,
        grid(
            ("", "Levels 1 and 2", "Of level 3", "All"),
            [
                (f"**{standing}**: {meaning}", *(counts[level][standing] for level in counts))
                for standing, meaning in STANDINGS.items()
            ] + [("**all in scope**", *(counts[level].total() for level in counts))],
        ),
        LEDGER_SCOPE,
    ]  # fmt: skip
    for chapter in chapters:
        of_it = [row for row in rows if row["id"].partition(".")[0] == chapter]
        lines = [(row["id"], row["level"], row["asks"], row["standing"], evidence(row)) for row in of_it]
        parts += [
            f"## V{chapter} {CHAPTERS[chapter]}",
            grid(("No.", "Level", "Asks that", "Standing", "By what"), lines),
        ]
    return "\n\n".join(parts) + "\n"


def ledger_rows() -> list[dict[str, str]]:
    with (HERE / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def evidence(row: Mapping[str, str]) -> str:
    """The tests by their names, then the reason with whoever signs it."""
    tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in row["tests"].split())
    reason = f"{row['reason']} *{row['signed'].capitalize()}.*" if row["reason"] else ""
    return "<br>".join(filter(None, (reason, tests)))


def picture(steps: Iterable[Any]) -> str:
    """A Mermaid state diagram. A state that nothing leads to is a beginning, one that leads nowhere an end."""
    sources = list(dict.fromkeys(step.source for step in steps if step.source))
    targets = list(dict.fromkeys(step.target for step in steps))
    begins = [source for source in sources if source not in targets]
    lines = [f'state "{state}" as {name_of(state)}' for state in dict.fromkeys(sources + targets)]
    lines += [f"[*] --> {name_of(state)}" for state in begins]
    lines += [
        f"{name_of(step.source)} --> {name_of(step.target)}: {spoken(step.verb)} ({step.holder})" for step in steps
    ]
    lines += [f"{name_of(state)} --> [*]" for state in targets if state not in sources]
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def table(steps: Iterable[Any]) -> str:
    rows = [(step.source or "(new)", spoken(step.verb), step.target, step.holder) for step in steps]
    return grid(("From", "Step", "To", "Whose turn"), rows)


def permissions(name: str) -> Iterator[str]:
    """The table of `policies.py`, where there is one: any one line whose every test passes."""
    if not (PACKAGE / name / "policies.py").exists():
        return
    policies = importlib.import_module(f"offramp.{name}.policies")
    may_take: Mapping[Any, Any] = getattr(policies, "MAY_TAKE", {})
    if may_take:
        yield "## Who may take a step"
        rows = [(holder, spoken(names_of_tests(line))) for holder, lines in may_take.items() for line in lines or [()]]
        yield grid(("Whose turn", "May be taken by a member who"), rows)


def names_of_tests(line: Iterable[Any]) -> str:
    return " and ".join(test.__name__ for test in line) or "nobody may"


def grid(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    ruled = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return "\n".join(ruled)


def name_of(state: str | None) -> str:
    return re.sub(r"\W+", "_", state) if state else "[*]"


def spoken(name: str) -> str:
    return name.replace("_", " ")


def main() -> None:
    for file, text in pages().items():
        (HERE / file).write_text(text)
        print(f"Drew docs/reference/{file}")


if __name__ == "__main__":
    main()
