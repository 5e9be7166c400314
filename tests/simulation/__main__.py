"""Draws sites from a large pool whose both worlds are known, and prints bias, coverage and false alarms as a table.

./run simulate            2,000 replicates, n = 100, 318, 1,000, with and without a planted effect: by hand, about an hour
./run simulate --short    200 replicates, n = 318: what the test of the gates runs
"""

import argparse
import sys

from tests.simulation.replicates import SIZES, Line, gates_broken, simulate


def main() -> None:
    options = argparse.ArgumentParser(prog="./run simulate", description="Bias, coverage and false alarms.")
    options.add_argument("--short", action="store_true", help="200 replicates at n = 318")
    options.add_argument("--replicates", type=int, default=None)
    options.add_argument("--sizes", type=int, nargs="+", default=None)
    chosen = options.parse_args()
    replicates = chosen.replicates or (200 if chosen.short else 2000)
    sizes = chosen.sizes or ([318] if chosen.short else SIZES)
    lines = []
    print("| estimator | estimand | effect | n | truth | bias | its error | coverage | says there is an effect |")
    print("|---|---|---|---|---|---|---|---|---|")
    for line in simulate(sizes, replicates):
        lines.append(line)
        print(_row(line), flush=True)
    broken = [sentence for line in lines for sentence in gates_broken(line)]
    print("\n".join(broken) or "Every gate is kept.")
    sys.exit(bool(broken) and not chosen.short)


def _row(line: Line) -> str:
    effect = "planted" if line.planted else "none"
    return (
        f"| {line.estimator} | {line.estimand} | {effect} | {line.n} | {line.truth:.3f} | {line.bias:+.3f} | "
        f"{line.error:.3f} | {100 * line.coverage:.1f} % | {100 * line.alarms:.1f} % |"
    )


if __name__ == "__main__":
    main()
