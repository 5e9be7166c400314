"""Each proof counts what it tried; the run ends with all the figures in one table."""

from collections.abc import Callable

import pytest
from django.conf import settings

FIGURES = "figures"


@pytest.fixture
def figures(record_property: pytest.FixtureRequest, request: pytest.FixtureRequest) -> Callable[..., None]:
    """`figures(cells=71, wrong=0)`: what this proof counted, for the table."""
    proof = request.node.path.stem.removeprefix("test_").replace("_", " ")

    def count(**counted: float) -> None:
        record_property(FIGURES, (proof, counted))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The sums over all tests of a proof: cells tested and wrong, answers scanned and hits, walks, steps, mutants."""
    sums: dict[tuple[str, str], float] = {}
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        for name, value in report.user_properties:
            if name == FIGURES:
                proof, counted = value
                for what, number in counted.items():
                    sums[proof, what] = sums.get((proof, what), 0) + number
    if sums:
        terminalreporter.section(f"What was proved, on {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}")
        for (proof, what), number in sums.items():
            terminalreporter.write_line(f"{proof:20} {what.replace('_', ' '):40} {number:>12,g}")
