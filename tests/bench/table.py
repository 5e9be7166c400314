"""Times, and the table that shows them beside their floor."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LONGEST = 8.0  # seconds for one line of the table, whatever its count


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured, in seconds, and its floor measured in the same run; `lasted` where several ran at a time."""

    name: str
    times: list[float]
    floor: list[float]
    lasted: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.times) / (self.lasted or sum(self.times))


def timed(act: Callable[[int], object], count: int) -> list[float]:
    """How long `act` took each of `count` times, or fewer when that would take too long. The first ones only warm up."""
    times: list[float] = []
    end = time.monotonic() + LONGEST
    for number in range(count + 5):
        start = time.perf_counter()
        act(number)
        times.append(time.perf_counter() - start)
        if time.monotonic() > end:
            break
    return times[5:]


def show(title: str, lines: Iterable[Line]) -> None:
    print(f"{title}\n\n{'':10}{'p50':>8}{'p95':>8}{'per s':>8}{'floor':>8}{'ratio':>8}")
    for line in lines:
        p50, floor = statistics.median(line.times), statistics.median(line.floor)
        p95 = statistics.quantiles(line.times, n=20)[-1]
        print(
            f"{line.name:10}{p50 * 1000:8.2f}{p95 * 1000:8.2f}{line.per_second:8.0f}{floor * 1000:8.2f}{p50 / floor:8.1f}",
            flush=True,
        )
    print()
