"""`kayfiyat login`: the account by which the `telegram` kind listens."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.opening import place
from kayfiyat.printing import aside, console
from listener.telegram.login import Ask, log_in, log_out
from listener.telegram.session import session_path

TERMS = """[bold]Before you go on.[/bold] Telegram's terms for its API (§1.5) forbid \
using data obtained through it to train, develop, enhance or deploy AI or machine \
learning without permission; an account that is used in ways Telegram dislikes may be \
closed. Whether your use is allowed is [bold]yours to decide[/bold], and yours to \
answer for. Everything else in Kayfiyat works without this login.

We read public channels only. We never join, write, or read private chats. Use an \
account of your institution, not your own: whoever has the session file has the account.
"""

LogOut = Annotated[
    bool, typer.Option("--logout", help="End the session and delete its file.")
]


def login(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    logout: LogOut = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Log in to Telegram, for sources of the kind telegram.

    Asks for the telephone number, the code that Telegram sends, and the password
    if there is one. Telegram's terms for its API (§1.5) restrict the use of its data
    for AI: they are told first, and whether to go on is yours to decide. The session
    stays in the data folder, for its owner only.
    """
    where = place(config, data_dir)
    path = session_path(where.settings.telegram, where.data_dir)
    if logout:
        asyncio.run(log_out(where.settings, where.data_dir))
        console.print(f"Logged out; {path} is deleted.", markup=False)
        return
    ask = Ask(_phone, _code, _password, aside.print)
    if asyncio.run(log_in(where.settings, where.data_dir, ask)):
        console.print(f"Logged in; the session is {path}.", markup=False)
    else:
        console.print(f"Logged in already: {path}.", markup=False)


def _phone() -> str:
    """Nobody is asked for anything who does not agree first."""
    console.print(TERMS, highlight=False)
    typer.confirm("Go on?", abort=True)
    return str(typer.prompt("Telephone number, such as +998901234567")).strip()


def _code() -> str:
    return str(typer.prompt("The code that Telegram sent")).strip()


def _password() -> str:
    return str(typer.prompt("Password", hide_input=True))
