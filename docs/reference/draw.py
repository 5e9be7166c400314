"""Draws the pages of this folder that show tables of the code. `./run pictures` writes them; a test holds them to it.

For each capability with a table of steps in its `states.py`: a page `<capability>-states.md`. And the sharing matrix.
"""

import importlib
import re
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
    "process": "by a complaint, an order or the person's own request, field by field: nothing opens it yet",
    "release": "a live release names this reader and this class",
    "justice consent": "a live consent of 42 CFR 2.35 names this reader and this matter, where the protocol allows it",
    "own": "the reader submitted it, or it is the reader's own matter",
    "wrote": "the reader works with the person and wrote it",
    "never": "no release can open it",
    "empty": "no",
}

HEAD = "<!-- Drawn by ./run pictures from offramp/{name}/states.py. Change the table there, not this page. -->"


def pages() -> dict[str, str]:
    """File name to text, for every table of steps in the house."""
    names = sorted(path.parent.name for path in PACKAGE.glob("*/states.py"))
    drawn = {f"{name}-states.md": page(name) for name in names}
    return {file: text for file, text in drawn.items() if text} | {"sharing-matrix.md": sharing_matrix()}


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
