"""What is listened to, and when the public itself was cut off, as it is written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    field_validator,
    model_validator,
)

from domain.coverage import Reason, Stretch
from domain.pages import PageAt
from domain.periods import starts_at
from domain.sources import Kind, Source


def _aware(value: object) -> object:
    """A date means its midnight in Tashkent; a time without a zone is refused."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return starts_at(value)
    return value


def _public_name(value: object) -> object:
    """A user name, or a short id of one's own. Invite links are refused (P6)."""
    text = str(value)
    if text.startswith("+") or "joinchat" in text or "/+" in text:
        raise ValueError(
            "this is an invite link, and we read public channels only; give the "
            "channel's user name, if it has one"
        )
    if not re.fullmatch(r"[A-Za-z0-9_.-]{2,64}", text):
        raise ValueError(
            "write the channel's user name without @ and without a link, or a short "
            "id of letters, digits, dots and dashes"
        )
    return value


Moment = Annotated[datetime, BeforeValidator(_aware)]


class Section(BaseModel):
    """A part of the settings: whole, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSettings(Section):
    """One ``[[sources]]`` entry."""

    kind: Kind
    name: Annotated[str, BeforeValidator(_public_name)]
    url: str = ""
    institution: str = ""
    official: bool = False
    language: str | None = None
    since: Moment | None = None
    page: PageAt | None = None

    @field_validator("since")
    @classmethod
    def _has_a_zone(cls, value: datetime | None) -> datetime | None:
        return _with_zone(value)

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if self.kind in {Kind.FEED, Kind.PAGE} and not self.url:
            raise ValueError(
                f'the source {self.name} has no address; add url = "https://…"'
            )
        if (self.kind is Kind.PAGE) != (self.page is not None):
            raise ValueError(
                f"the source {self.name} is described wrongly: the kind page, and no "
                'other, needs page = { preset = "…" } or places of its own'
            )
        return self

    def as_source(self) -> Source:
        """The source in the words of the domain."""
        web = self.kind is Kind.TELEGRAM_WEB
        return Source(
            kind=self.kind,
            name=self.name,
            url=self.url or ("https://t.me" if web else ""),
            institution=self.institution,
            official=self.official,
            language=self.language,
            since_at=self.since,
            page=self.page,
        )


class Outage(Section):
    """A time in which the public itself was cut off, known from elsewhere."""

    start: Moment
    end: Moment

    @field_validator("start", "end")
    @classmethod
    def _has_a_zone(cls, value: datetime) -> datetime:
        return _with_zone(value) or value

    def as_stretch(self) -> Stretch:
        return Stretch(
            self.start.astimezone(UTC), self.end.astimezone(UTC), Reason.OUTAGE
        )


def _with_zone(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError("the time has no zone; write 2026-01-01T00:00:00+05:00")
    return value
