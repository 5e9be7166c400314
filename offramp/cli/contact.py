"""`offramp contact`: how somebody is reached, where the only worker who knew has gone."""

from typing import Annotated

import typer

from offramp.cli.terminal import AsJson, SiteName, answer, kindly, wake_django
from offramp.directory.states import Role

app = typer.Typer(help="How somebody is reached, where the only worker who knew has gone.", no_args_is_help=True)


@app.callback()
def contact() -> None:
    """How somebody is reached, where the only worker who knew has gone."""


@app.command("hand-on")
def hand_on(
    slug: SiteName,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of the referral, as the supervisor reads it.")],
    to: Annotated[str, typer.Option(metavar="USERNAME", help="The worker who keeps it from now on, alone.")],
    role: Annotated[Role, typer.Option(help="The role of that worker.")],
    decided_by: Annotated[str, typer.Option(metavar="USERNAME", help="The case management supervisor who decided it.")],
    agreed_by: Annotated[str, typer.Option(metavar="USERNAME", help="The privacy officer who agreed.")],
    as_json: AsJson = False,
) -> None:
    """Let another worker keep how a person is reached. Two people said so; this shows nothing of the person."""
    wake_django()
    from django.utils.timezone import now

    from offramp.directory import reads
    from offramp.kernel.trail import Nobody
    from offramp.referrals import actions

    with kindly():
        here = Nobody("operator", reads.site_called(Nobody("operator", None), slug).pk)
        keeper = reads.member_called(here, to, role)
        actions.hand_on_contact(
            code, keeper,
            decided_by=reads.member_called(here, decided_by, Role.CM_SUPERVISOR),
            agreed_by=reads.member_called(here, agreed_by, Role.PRIVACY_OFFICER), by=here, at=now(),
        )  # fmt: skip
    said = f"{keeper.name} keeps now how to reach whoever has the code {code}. Nobody else sees it. Tell {keeper.name}."
    answer(said, {"code": code, "keeper": keeper.pk}, as_json=as_json)
