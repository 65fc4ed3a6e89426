"""Which messages of a discussion group are posts, and what stands under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from listener.files.tdesktop_messages import number_of

Raw = Mapping[str, Any]


class Threads:
    """The threads of one group.

    Telegram forwards each post of the linked channel into its group; comments
    answer that message, or one another. Members may also write in the name of a
    channel of their own: those are comments.
    """

    def __init__(self, messages: Sequence[object], chat_id: str) -> None:
        raws = [raw for raw in messages if isinstance(raw, dict)]
        self._chat = chat_id
        self._own = {f"channel{chat_id}", f"chat{chat_id}"}
        self._linked = _linked([raw for raw in raws if self._by_other_channel(raw)])
        self._answers: dict[int, int] = {}
        self._posts: set[int] = set()
        for raw in raws:
            self._note(raw)

    def is_post(self, raw: Raw) -> bool:
        """The linked channel's, and forwarded here or answering nothing."""
        return (
            self._by_other_channel(raw)
            and raw["from_id"] in self._linked
            and (_forwarded(raw) or raw.get("reply_to_message_id") is None)
        )

    def is_official(self, raw: Raw) -> bool:
        """The group's anonymous administrator, or the linked channel itself."""
        author = raw.get("from_id")
        if not isinstance(author, str):
            return False
        return (
            author in self._own or author.startswith("chat") or author in self._linked
        )

    def post_of(self, raw: Raw) -> str | None:
        """The id of the post at the beginning of the chain of answers."""
        if raw.get("reply_to_peer_id") is not None:
            return None
        number = number_of(raw.get("reply_to_message_id"))
        walked: list[int] = []
        while number is not None and number not in self._posts:
            walked.append(number)
            # Taken out, so a ring (which no chat has, but a file may) ends, and
            # a chain that leads nowhere is walked only once.
            number = self._answers.pop(number, None)
        if number is None:
            return None
        self._answers |= dict.fromkeys(walked, number)
        return f"telegram:{self._chat}:{number}"

    def _note(self, raw: Raw) -> None:
        number = number_of(raw.get("id"))
        if number is None or raw.get("type") == "service":
            return
        if self.is_post(raw):
            self._posts.add(number)
        answered = number_of(raw.get("reply_to_message_id"))
        if answered is not None and raw.get("reply_to_peer_id") is None:
            self._answers[number] = answered

    def _by_other_channel(self, raw: Raw) -> bool:
        author = raw.get("from_id")
        return (
            isinstance(author, str)
            and author.startswith("channel")
            and author not in self._own
        )


def _linked(by_channels: Sequence[Raw]) -> set[str]:
    """The channels whose posts arrive here by themselves.

    They forward what is their own. Where no message says so (``from`` is null in
    some exports), any channel that opens a thread counts.
    """
    forwarding = {raw["from_id"] for raw in by_channels if _forwards_itself(raw)}
    opening = {
        raw["from_id"] for raw in by_channels if raw.get("reply_to_message_id") is None
    }
    return forwarding or opening


def _forwards_itself(raw: Raw) -> bool:
    origin = raw.get("forwarded_from_id")
    if origin is not None:
        return bool(origin == raw.get("from_id"))
    name = raw.get("forwarded_from") or raw.get("saved_from")
    return name is not None and name == raw.get("from")


def _forwarded(raw: Raw) -> bool:
    return raw.get("forwarded_from") is not None or raw.get("saved_from") is not None
