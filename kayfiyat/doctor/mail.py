"""The letters: is all there that it takes to send them, and to be subscribed to."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from urllib.parse import urlsplit

from digest.mail.access import access
from digest.mail.answers import Ours, Outcome, Stage, Withheld
from digest.mail.signing import signer
from digest.mail.smtp import Outgoing
from domain.mail_settings import AlertSettings, MailSettings
from domain.settings import Settings
from domain.sign_in import is_loopback
from kayfiyat.doctor.findings import Finding, ok, warning, wrong
from kayfiyat.doctor.world import World

PATIENCE = 10.0
"""Seconds that the mail server has for each answer."""

MOUNTED = Path("/run/secrets")
"""Where a container finds its secrets, and no other has them."""

OFF = "off: letters are written and kept, none is sent"


def mail(world: World) -> Finding:
    """What the settings point to is read; nobody is asked."""
    told = world.told.mail
    if not told.on:
        return ok(OFF)
    access(told, world.environment)
    named = (told.password_file, world.told.auth.client_secret_file, told.dkim_key)
    return of_files(
        [name for name in named if name and is_open(Path(name))],
        f"{told.host}:{told.port}, {told.security}, all that it needs is there",
    )


def of_files(readable: list[str], said: str) -> Finding:
    """``readable`` are files of secrets that others on this machine can read."""
    if not readable:
        return ok(said)
    names = " ".join(readable)
    return warning(f"others on this machine can read {names}", f"`chmod 600 {names}`")


def is_open(path: Path) -> bool:
    """Not so where Docker mounts secrets: there all are 0444, and nobody else is."""
    if path.is_relative_to(MOUNTED):
        return False
    try:
        return bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))
    except OSError:
        return False


def signature(world: World) -> Finding:
    told = world.told.mail
    if not told.on:
        return ok("off, as the mail is")
    found = signer(told)
    if found is None:
        return warning(
            "letters are not signed (DKIM): many servers take them for junk",
            "make a key by `openssl genrsa 2048`, give mail.dkim_key and dkim_selector",
        )
    return ok(f"signed for {found.domain}, selector {found.selector}")


def server(world: World) -> Finding:
    """Connect, sign in, name sender and receiver; no letter is handed over."""
    told = world.told.mail
    if not told.on:
        return ok("the mail is off")
    hasty = told.model_copy(update={"timeout": min(told.timeout, PATIENCE)})
    return of_outcome(asyncio.run(_entered(hasty, world)))


async def _entered(told: MailSettings, world: World) -> Outcome:
    async with Outgoing(access(told, world.environment), patience=1) as way:
        return await way.send(b"", told.sender, before_data=_never)


async def _never() -> bool:
    return False


def of_outcome(outcome: Outcome) -> Finding:
    """A receiver refused is fine: it was the sender's own address, just to ask."""
    if isinstance(outcome, Withheld):
        return ok("it lets us in and takes our sender; nothing was sent")
    why = getattr(outcome, "reason", "")
    if why.endswith(Stage.RECEIVER) and not isinstance(outcome, Ours):
        return ok("it lets us in; nothing was sent")
    return wrong(why or "it took a letter that was none", "mend [mail] in the settings")


def pages(world: World) -> Finding:
    return of_pages(world.told)


def of_pages(told: Settings) -> Finding:
    """Where readers subscribe."""
    site, mends = told.site, "give it the https address at which readers reach it"
    if not site.on and told.mail.on:
        said = "letters can be sent, and nobody can subscribe: site.url is empty"
        return warning(said, mends)
    if not site.on:
        return ok("off")
    if is_loopback(urlsplit(site.url).hostname or ""):
        return warning(f"only this machine reaches {site.url}", mends)
    if is_loopback(site.address) and not site.behind_proxy:
        return warning(
            "a proxy stands before the pages, and all readers look like one to them",
            "set site.behind_proxy = true, if the proxy sets X-Forwarded-For",
        )
    return ok(f"readers subscribe at {site.url}")


def alerts(world: World) -> Finding:
    told = world.told.alerts
    signed = bool(told.webhook_secret(world.environment))
    return of_alerts(told, mail=world.told.mail.on, signed=signed)


def of_alerts(told: AlertSettings, *, mail: bool, signed: bool) -> Finding:
    if not told.on:
        return ok("off: nobody is told of a source that went blind")
    if told.to and not mail:
        said = "alerts.to names somebody, and no mail leaves"
        return wrong(said, "fill in [mail], or use alerts.webhook")
    if told.webhook and not signed:
        return warning(
            "the webhook's messages are not signed: they could be anybody's",
            f"put a secret into {told.webhook_secret_env} in the environment, or into "
            "the file alerts.webhook_secret_file",
        )
    return ok(f"addresses: {len(told.to)}, webhook: {'yes' if told.webhook else 'no'}")
