"""`kayfiyat forget`: erase a person who asks for it; destroy keys; what was erased."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from domain.erasures import Erased, Erasure
from domain.errors import InputError
from domain.periods import TASHKENT, day_of
from kayfiyat import forgetting
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.forgetting import Who
from kayfiyat.opening import Opened, Place, opened, place
from kayfiyat.printing import console, print_json, table
from listener.pseudonyms import Pseudonyms, month_of
from store.audit import Audit
from store.checkup import Checkup
from store.key_marks import KeyMarks

_SAID = {
    Erased.COMMENTS: "comments of one author",
    Erased.KEYS: "keys of months",
    Erased.WISHES: "wishes taken back",
}

TelegramId = Annotated[
    list[int] | None,
    typer.Option("--telegram-id", help="The account's number.", metavar="NUMBER"),
]
TelegramName = Annotated[
    list[str] | None,
    typer.Option("--telegram-name", help="The user name.", metavar="@NAME"),
]
YouTube = Annotated[
    list[str] | None,
    typer.Option("--youtube-id", help="The channel's id, UC….", metavar="ID"),
]
Vk = Annotated[
    list[int] | None,
    typer.Option("--vk-id", help="The account's number.", metavar="NUMBER"),
]
Name = Annotated[
    list[str] | None,
    typer.Option("--name", help="The name that is shown; with --source."),
]
Source = Annotated[
    list[str] | None,
    typer.Option("--source", help="Where the name stands.", metavar="ID"),
]
KeysBefore = Annotated[
    str | None,
    typer.Option(
        "--keys-before",
        help="Destroy the keys of the months before this one.",
        metavar="MONTH",
    ),
]
ExpiredKeys = Annotated[
    bool,
    typer.Option(
        "--expired-keys",
        help="Destroy the keys of the months of which no words are kept any more.",
    ),
]
Undo = Annotated[
    bool, typer.Option("--undo", help="They changed their mind: hear them again.")
]
Log = Annotated[bool, typer.Option("--log", help="List what was erased, and stop.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def forget(
    telegram_id: TelegramId = None,
    telegram_name: TelegramName = None,
    youtube_id: YouTube = None,
    vk_id: Vk = None,
    name: Name = None,
    source: Source = None,
    keys_before: KeysBefore = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    expired_keys: ExpiredKeys = False,
    undo: Undo = False,
    log: Log = False,
    yes: Yes = False,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Erase the comments of a person who asks for it, and keep none from now on.

    Give all that the person is known by: an account is known by its number to one
    source and by its user name to another. Comments of months whose keys are
    destroyed cannot be told to be anybody's any more, and stay.
    """
    whos = _whos(telegram_id, telegram_name, youtube_id, vk_id)
    whos += [w for n in name or () for w in forgetting.of_display_name(n, source or ())]
    if [bool(whos), keys_before is not None, expired_keys, log].count(True) != 1:
        raise InputError(
            "say whom to forget, by --telegram-id, --telegram-name, --youtube-id, "
            "--vk-id or --name; or --keys-before or --expired-keys; or --log"
        )
    if undo and not whos:
        raise InputError("--undo needs to be told whom to hear again, as they were")
    if source and not name:
        raise InputError("--source goes with --name; an account is one in all sources")
    where = place(config, data_dir)
    with opened(where) as open_database:
        if log:
            _show(Audit(open_database.database).log(), json=json)
        elif keys_before is not None:
            _destroy(open_database, where, keys_before, yes=yes)
        elif expired_keys:
            _destroy(open_database, where, _expired(open_database, where), yes=yes)
        elif undo:
            _hear_again(open_database, where, whos, yes=yes)
        else:
            forgetting.refuse_unknown(open_database.database, source or ())
            _forget(open_database, where, whos, yes=yes)


def _whos(
    telegram_ids: list[int] | None,
    telegram_names: list[str] | None,
    youtube_ids: list[str] | None,
    vk_ids: list[int] | None,
) -> list[Who]:
    return [
        *(who for n in telegram_ids or () for who in forgetting.of_telegram_id(n)),
        *(who for n in telegram_names or () for who in forgetting.of_telegram_name(n)),
        *(Who(f"youtube:{each.strip()}") for each in youtube_ids or ()),
        *(Who(f"vk:{each}") for each in vk_ids or ()),
    ]


def _forget(opened: Opened, where: Place, whos: list[Who], *, yes: bool) -> None:
    # Under other keys nothing would be found, and that would be told as the truth.
    pseudonyms = Pseudonyms(where.keys_dir, KeyMarks(opened.database).agree)
    found = forgetting.written_by(opened.database, pseudonyms, whos)
    months = pseudonyms.months()
    held = f"of {months[0]} to {months[-1]}" if months else "of no month"
    console.print(f"{len(found):,} comments are kept. Keys are held {held}.")
    if any(who.source for who in whos):
        console.print("A shown name may be several people's: all of them are meant.")
    _ask("They are erased, and no more are kept of this author.", yes=yes)
    erased = forgetting.forget(opened, pseudonyms, whos, now=now())
    _note(opened, Erased.COMMENTS, erased)
    console.print(f"{erased:,} comments are erased. The charts follow: see `status`.")


def _destroy(opened: Opened, where: Place, month: str, *, yes: bool) -> None:
    before, pseudonyms = forgetting.first_of(month), Pseudonyms(where.keys_dir)
    if month > month_of(now()):
        raise InputError("this month's key is in use; name this month or one before")
    old = [each for each in pseudonyms.months() if each < month]
    console.print(f"{len(old)} keys are of months before {month}.")
    if not old:
        return
    _ask(
        "They are destroyed: nobody can be forgotten by name of those months any more.",
        yes=yes,
    )
    marks = KeyMarks(opened.database)
    marks.forget_before(month)  # while the keys tell whoever repeats it that it is due
    destroyed = pseudonyms.destroy_before(before)
    marks.forget_before(month)  # a listener may have told of one in between
    _note(opened, Erased.KEYS, destroyed)
    console.print(
        f"{destroyed} keys are destroyed. Destroy them on every other machine that "
        "listens, and delete old backups of them."
    )


def _expired(opened: Opened, where: Place) -> str:
    kept = Checkup(opened.database).months()
    days = where.settings.privacy.text_days
    return forgetting.expired_before(kept, day_of(now()), text_days=days)


def _hear_again(opened: Opened, where: Place, whos: list[Who], *, yes: bool) -> None:
    _ask(
        "They are heard again from now on, and what of theirs still stands in public.",
        yes=yes,
    )
    pseudonyms, marks = Pseudonyms(where.keys_dir), KeyMarks(opened.database)
    if not forgetting.any_opted_out(pseudonyms, whos):
        console.print("None of them had asked to be forgotten, on this machine.")
        return
    marks.forget_list()  # while the wishes tell whoever repeats it that it is due
    heard = forgetting.hear_again(pseudonyms, whos)
    marks.forget_list()  # a listener may have told of them in between
    _note(opened, Erased.WISHES, heard)
    console.print(
        f"{heard} wishes are taken back. Do the same on every other machine that "
        "listens, before `kayfiyat listen` starts there again."
    )


def _ask(what: str, *, yes: bool) -> None:
    console.print(what)
    if not yes and typer.prompt("Type yes to go on").strip().lower() != "yes":
        raise InputError("nothing was changed")


def _note(opened: Opened, what: Erased, number: int) -> None:
    Audit(opened.database).note(what, number, by=forgetting.user(), now=now())


def _show(log: list[Erasure], *, json: bool) -> None:
    if json:
        print_json([asdict(each) | {"at": each.at.isoformat()} for each in log])
        return
    shown = table("when", "what", "number", "by")
    for each in log:
        at = each.at.astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M")
        shown.add_row(at, _SAID[each.what], f"{each.number:,}", each.by)
    console.print(shown, markup=False) if log else console.print("Nothing was erased.")
