"""How the prosecutor's pages say a matter, its clock and its decision."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offramp.desks.prosecutor.forms import EXTEND
from offramp.justice.rules import INTAKE, RELEASE

RECORDED = {
    "do_not_file": gettext_lazy(
        "Recorded: not filed. It shows on the case manager's page now."
    ),
    "file": gettext_lazy(
        "Recorded: filed. Help goes on and is not part of this case. It shows on the case manager's page now."
    ),
    "decline": gettext_lazy(
        "Recorded: declined to prosecute. It shows on the case manager's page now."
    ),
    "find_ineligible": gettext_lazy(
        "Recorded: not eligible on review. Help goes on and is not part of this case. "
        "It shows on the case manager's page now."
    ),
    EXTEND: gettext_lazy("Recorded: the due date is extended."),
}  # fmt: skip


def steps_of(clock: Any) -> list[str]:
    """What stops a clock, each in words; nothing where the protocol has no clock."""
    seen = {INTAKE: _("intake completed"), RELEASE: _("release signed")}
    return [seen.get(stop) or clock.meaning(stop) for stop in clock.stops] if clock else []
