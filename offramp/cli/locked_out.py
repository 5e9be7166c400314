"""`offramp member new-password` and `sign-out`: for whoever cannot get in, and against whoever should not be."""

import secrets
from typing import Annotated, Any

import typer

from offramp.cli.setting_up import UserName, by_operator, said_of_first_password
from offramp.cli.terminal import AsJson, answer, kindly, refuse, wake_django


def give_new_password(
    username: UserName,
    lost_second_factor: Annotated[
        bool, typer.Option("--lost-second-factor", help="Take away the code app, the passkeys and the recovery codes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Give somebody a first password anew, once you have seen that it is them. All their sessions end."""
    wake_django()
    from offramp.directory import actions

    password = secrets.token_urlsafe(15)
    with kindly():
        user = actions.give_first_password(
            _known(username), password=password, lost_second_factor=lost_second_factor, **by_operator()
        )
    said = said_of_first_password(username, password, user.password_ends_at)
    said += (
        "\nThe second factor is taken away. A new one is set up at the next sign-in." if lost_second_factor
        else "\nThe second factor stays, and is asked for after it."
    )  # fmt: skip
    answer(said, {"username": username, "first_password": password}, as_json=as_json)


def sign_out(
    username: Annotated[str | None, typer.Argument(metavar="USERNAME", help="What the member signs in with.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody, at every site.")] = False,
    as_json: AsJson = False,
) -> None:
    """End the sessions of one account or of all, at once. Whoever still may can sign in again."""
    wake_django()
    from offramp.directory import actions

    if (username is None) is not everybody:
        refuse("Name one account, or write --all for everybody.")
    if username is None:
        ended = actions.sign_out_everybody(**by_operator())
    else:
        ended = 1
        actions.sign_out(_known(username), **by_operator())
    answer(f"Signed out everywhere: {username or f'{ended} accounts'}.", {"accounts": ended}, as_json=as_json)


def _known(username: str) -> Any:
    from offramp.directory import reads
    from offramp.kernel.trail import Nobody

    return reads.user_called(Nobody("operator"), username) or refuse(f"There is no account called “{username}”.")
