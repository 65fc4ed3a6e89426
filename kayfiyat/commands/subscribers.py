"""`kayfiyat subscribers`: how many read the letter; invite, remove, resume one."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.readers.addresses import Addresses, normalised
from digest.site.readers import DAILY, Readers
from domain.errors import ConfigError, InputError
from domain.subscribers import Standing, Wishes
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.letters import keys_of
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, print_json
from shown.speech import TONGUES
from store.deliveries import Deliveries
from store.subscribers import Subscribers

subscribers = typer.Typer(
    help="Who reads the letter: how many, and one by the address.",
    no_args_is_help=True,
)

SAID = {
    Standing.CONFIRMED: "get the letter",
    Standing.ASKED: "asked for it and have not confirmed yet",
    Standing.SUSPENDED: "are suspended: their server says the address is not there",
}

Address = Annotated[str, typer.Argument(help="E-mail address of the reader.")]
Tongue = Annotated[
    str, typer.Option("--language", help="Of the letter: uz, uz-Cyrl, ru, en.")
]


@subscribers.command("count")
def count(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Say how many readers there are. Who they are is not listed anywhere."""
    with opened(place(config, data_dir)) as open_database:
        counts = Subscribers(open_database.database).counts()
    if json:
        print_json({str(each): counts.get(each, 0) for each in Standing})
        return
    for standing, said in SAID.items():
        console.print(f"{counts.get(standing, 0):>8,} {said}", highlight=False)


@subscribers.command("invite")
def invite(
    address: Address,
    language: Tongue = "en",
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Ask a reader by mail whether to send the letter; nobody is put on the list."""
    where = place(config, data_dir)
    if not where.settings.site.on:
        raise ConfigError(
            "the reader could not confirm: site.url is missing; fill it in"
        )
    if language not in TONGUES:
        raise InputError(f"--language {language!r} is none of {', '.join(TONGUES)}")
    with opened(where) as open_database:
        database = open_database.database
        addresses = Addresses(keys_of(where, database))
        readers = Readers(database, addresses, now)
        if not readers.ask(_read(address), Wishes(language)):
            raise InputError(
                f"This address was written to {DAILY} times today; invite it tomorrow"
            )
    console.print("The question is put; `kayfiyat digest` sends it.", markup=False)


@subscribers.command("remove")
def remove(
    address: Address,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Forget a reader: address, wishes, and what waited to be sent."""
    where = place(config, data_dir)
    with opened(where) as open_database:
        database = open_database.database
        addresses = Addresses(keys_of(where, database))
        readers = Readers(database, addresses, now)
        readers.forget(addresses.id_of(_read(address)))
    console.print("Nothing is kept of this address.", markup=False)


@subscribers.command("resume")
def resume(
    address: Address,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Send letters again to a reader whose server once said there is no such one."""
    where = place(config, data_dir)
    with opened(where) as open_database:
        database = open_database.database
        id_ = Addresses(keys_of(where, database)).id_of(_read(address))
        if not Subscribers(database).resume(id_):
            raise InputError("This address is not among the readers; invite it")
    console.print("The next letter goes there again.", markup=False)


@subscribers.command("forget-all")
def forget_all(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Give up all readers: for when their letters.key is lost for good."""
    with opened(place(config, data_dir)) as open_database:
        readers = Subscribers(open_database.database)
        many = sum(readers.counts().values())
        if not yes:
            typer.confirm(f"Forget {many:,} readers for ever?", abort=True)
        readers.forget_all()
        Deliveries(open_database.database).forget_readers()
    console.print(f"{many:,} readers are forgotten.", highlight=False)


def _read(address: str) -> str:
    read = normalised(address)
    if read is None:
        raise InputError(f"{address!r} is no e-mail address; write it whole")
    return read
