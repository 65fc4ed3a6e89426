"""Share the sources with other listeners: take, renew, leave, take over."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog

from domain.coverage import Reason
from domain.errors import KayfiyatError, StoreError
from domain.sources import Source
from listener.collecting import Collected
from listener.roster import Wanted
from listener.sharing import Plan, group_of, offers, plan
from store.claims import Claims, Offer
from store.turns import Turns

BEATS = 8
"""So often a lease is renewed in its time: a few may fail, or be late."""

Busy = Callable[[], Collection[str]]
"""The ids of the sources that have a pass in hand, or may begin one."""

log = structlog.get_logger()


class Claiming:
    """Holds this listener's claims, and says which sources are ``ours``.

    ``slot`` is a name that no other living process has. ``unable`` says of which
    sources we know from the start that we cannot read them: they are another's, as
    long as there is another who can.
    """

    def __init__(  # noqa: PLR0913
        self,
        claims: Claims,
        turns: Turns,
        wanted: Wanted,
        *,
        slot: str,
        lease: timedelta,
        clock: Callable[[], datetime],
        unable: Callable[[Source], bool] = lambda _source: False,
    ) -> None:
        self._claims = claims
        self._turns = turns
        self._wanted = wanted
        self._slot = slot
        self._lease = lease
        self._clock = clock
        self._unable = unable
        self._name = _fresh()
        self._logged_out: set[str] = set()
        self._known: dict[str, Source] = {}
        self._group: dict[str, str] = {}
        self._held: dict[str, int] = {}
        self._leaving: frozenset[str] = frozenset()
        self._busy: Busy = frozenset
        self._alone = True
        self._hurry = asyncio.Event()

    async def ours(self) -> Sequence[Source]:
        """The sources to listen to now. Raises AwayError."""
        wanted = await self._wanted()
        groups = {group_of(source) for source in wanted}
        if groups - offers(self._known.values()).keys():
            self._hurry.set()  # what is new is not to wait for the next beat
        here = self._held.keys() - self._leaving
        return [
            one for one in wanted if group_of(one) in here and one.id in self._known
        ]

    def told(self, done: Collected) -> None:
        """What came of a pass: where we are logged out, another may do better."""
        kind = done.source.partition(":")[0]
        if done.reason is Reason.LOGGED_OUT:
            self._logged_out.add(kind)
        elif not done.error:
            self._logged_out.discard(kind)

    @asynccontextmanager
    async def kept(self, busy: Busy) -> AsyncIterator[None]:
        """Hold claims inside the block, which has ended all passes when it ends.

        At its beginning what is free has been taken.
        """
        self._busy = busy
        await self._claims.join(self._name, self._slot, lease=self._lease)
        await self.beat()
        beating = asyncio.create_task(self._beating())
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            self._turns.end()
            with suppress(StoreError):  # then the lease ends it
                await self._claims.leave(self._name)

    async def beat(self) -> None:
        """Renew what we hold, look who lives, take and give."""
        self._known = {source.id: source for source in await self._wanted()}
        self._group |= {id_: group_of(one) for id_, one in self._known.items()}
        await self._renew()
        sight = await self._claims.sight()
        self._alone = len(sight.living) == 1 and self._alone
        decided = plan(sight, self._name, ours=self._held)
        self._drop(decided.lost)
        self._leaving = decided.leave
        await self._give()
        await self._take(decided)
        for group, turn in self._held.items():
            self._turns.hold(self._of(group), turn)  # those that came since, too

    async def _beating(self) -> None:
        while True:
            with suppress(TimeoutError):
                pause = self._lease.total_seconds() / BEATS
                await asyncio.wait_for(self._hurry.wait(), pause)
            self._hurry.clear()
            try:
                await self.beat()
            except KayfiyatError:
                continue  # the roster tells it, or the passes; what is not sure waits
            except Exception:  # a fault of ours must not end the listening
                log.exception("claiming")

    async def _renew(self) -> None:
        asked_at = self._turns.clock()
        can, cannot = self._offers()
        if not await self._claims.renew(
            self._name, lease=self._lease, can=can, cannot=cannot
        ):
            log.warning("taken for dead", claims=len(self._held))
            self._drop(self._held)
            self._name = _fresh()  # the old one never comes back
            asked_at = self._turns.clock()
            await self._claims.join(self._name, self._slot, lease=self._lease)
            await self._claims.renew(
                self._name, lease=self._lease, can=can, cannot=cannot
            )
        self._turns.renewed(asked_at, self._lease)

    def _offers(self) -> tuple[Offer, Offer]:
        """By group: one source that we cannot read makes it a group that we cannot."""
        known = self._known.values()
        failed = {
            group_of(one)
            for one in known
            if one.kind in self._logged_out or self._unable(one)
        }
        can = [one for one in known if group_of(one) not in failed]
        cannot = [one for one in known if group_of(one) in failed]
        return offers(can), offers(cannot)

    async def _give(self) -> None:
        """Of what is left, that which no pass is in hand of."""
        for group in self._leaving - self._groups(self._busy()):
            await self._claims.give(group, self._name)
            self._drop({group})
            self._say("given", group)

    async def _take(self, decided: Plan) -> None:
        busy = self._groups(self._busy())
        for group, seen in decided.take.items():
            if group in busy:  # a pass of an earlier claim has not ended yet
                continue
            sources = self._of(group)
            turn = await self._claims.take(
                group, self._name, seen=seen, sources=sources, now=self._clock()
            )
            if turn is not None:
                self._held[group] = turn
                self._say("claimed", group, sources=len(sources))

    def _say(self, event: str, group: str, **more: int) -> None:
        if not self._alone:  # who never shared anything is not bothered with it
            log.info(event, group=group, **more)

    def _drop(self, groups: Iterable[str]) -> None:
        for group in list(groups):
            self._turns.drop(self._held.pop(group))

    def _of(self, group: str) -> list[str]:
        return [id_ for id_ in self._known if self._group[id_] == group]

    def _groups(self, ids: Iterable[str]) -> set[str]:
        return {self._group[id_] for id_ in ids if id_ in self._group}


def _fresh() -> str:
    return secrets.token_hex(8)
