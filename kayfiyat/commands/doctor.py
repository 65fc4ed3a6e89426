"""`kayfiyat doctor`: what is wrong here, and how to mend it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.doctor.findings import Finding, State, counted, exit_status
from kayfiyat.doctor.looking import look
from kayfiyat.doctor.world import gathered
from kayfiyat.printing import aside, console, one_line, print_json

STYLES = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "bold red"}

Online = Annotated[
    bool,
    typer.Option(
        "--online",
        help="Ask the mail server, the sign-in's provider and a source as well; "
        "nothing is sent.",
        show_default=False,
    ),
]


def doctor(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    online: Online = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Look for everything that is easily wrong, and say how to mend it.

    Settings, folders, disk, clock, MongoDB, keys, sources, ports, sign-in,
    mail. Each is ok, a warning, or wrong; then it ends with status 2.

    Nothing is changed: a temporary file is written to see that one can be,
    and a private MongoDB that is there is started for the look, as by every
    command. Without --online no machine is asked but MongoDB's.
    """
    world = gathered(config, data_dir, os.environ, now=now)
    with aside.status("Looking …"):
        findings = look(replace(world, online=online, debug=debug))
    if json:
        print_json([as_json(each) for each in findings])
    else:
        console.print(shown(findings))
        console.print(f"\n{counted(findings)}", highlight=False)
    raise typer.Exit(exit_status(findings))


def as_json(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "state": str(finding.state),
        "said": finding.said,
        "mend": finding.mend,
    }


def shown(findings: Sequence[Finding]) -> Table:
    """A row each; the mend stands below what it mends."""
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for each in findings:
        said = Text(one_line(each.said))
        if each.mend:
            said.append(f"\n→ {one_line(each.mend)}", style="italic")
        rows.add_row(Text(str(each.state), STYLES[each.state]), each.check, said)
    return rows
