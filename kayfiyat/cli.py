"""The `kayfiyat` command line: a table of commands, and how errors are said."""

from __future__ import annotations

import os
import sys

import typer

from domain.errors import KayfiyatError
from kayfiyat.commands import (
    app,
    audit,
    backup,
    campaigns,
    changes,
    demo_world,
    digest,
    doctor,
    evaluate,
    events,
    forget,
    importing,
    init,
    labels,
    listen,
    login,
    migrate,
    mood,
    read,
    redact,
    restore,
    run,
    score,
    scorecard,
    set_up_mongodb,
    site,
    sources,
    status,
    subscribers,
    train,
    verify,
)
from kayfiyat.printing import one_line

cli = typer.Typer(
    name="kayfiyat",
    help="How people take a government's reforms, since when, and how sure we are.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

START, WORK, LOOK, KEEP = "Start", "The parts", "Look", "Keep"
TEND = "Sources, events, labels, readers"

cli.command("run", rich_help_panel=START)(run.run)
cli.command("init", rich_help_panel=START)(init.init)
cli.command("login", rich_help_panel=START)(login.login)
cli.command("status", rich_help_panel=START)(status.status)
cli.command("doctor", rich_help_panel=START)(doctor.doctor)
cli.command("listen", rich_help_panel=WORK)(listen.listen)
cli.command("import", rich_help_panel=WORK)(importing.import_files)
cli.command("score", rich_help_panel=WORK)(score.score)
cli.command("app", rich_help_panel=WORK)(app.app)
cli.command("digest", rich_help_panel=WORK)(digest.digest)
cli.command("site", rich_help_panel=WORK)(site.site)
cli.command("mood", rich_help_panel=LOOK)(mood.mood)
cli.command("changes", rich_help_panel=LOOK)(changes.changes)
cli.command("campaigns", rich_help_panel=LOOK)(campaigns.campaigns)
cli.command("scorecard", rich_help_panel=LOOK)(scorecard.scorecard)
cli.command("read", rich_help_panel=LOOK)(read.read)
cli.command("evaluate", rich_help_panel=LOOK)(evaluate.evaluate)
cli.command("train", rich_help_panel=LOOK)(train.train)
cli.add_typer(events.events, name="events", rich_help_panel=TEND)
cli.add_typer(labels.labels, name="labels", rich_help_panel=TEND)
cli.add_typer(sources.sources, name="sources", rich_help_panel=TEND)
cli.add_typer(subscribers.subscribers, name="subscribers", rich_help_panel=TEND)
cli.command("set-up-mongodb", rich_help_panel=KEEP)(set_up_mongodb.set_up_mongodb)
cli.command("backup", rich_help_panel=KEEP)(backup.backup)
cli.command("restore", rich_help_panel=KEEP)(restore.restore)
cli.command("verify", rich_help_panel=KEEP)(verify.verify)
cli.command("migrate", rich_help_panel=KEEP)(migrate.migrate_database)
cli.command("redact", rich_help_panel=KEEP)(redact.redact)
cli.command("forget", rich_help_panel=KEEP)(forget.forget)
cli.command("audit", rich_help_panel=KEEP)(audit.audit)
cli.command("demo-world", hidden=True)(demo_world.demo_world)


def main() -> None:
    """Run the command; say an error in one sentence and end with status 2.

    What it and its parts write is for their owner alone, whatever the shell allows.
    """
    os.umask(0o077)
    try:
        cli()
    except KayfiyatError as error:
        if "--debug" in sys.argv:
            raise
        sys.stderr.write(f"kayfiyat: {one_line(str(error))}\n")
        raise SystemExit(2) from None
