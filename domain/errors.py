"""The errors that a person may see.

KayfiyatError
├── ConfigError        a setting is wrong: names the key and the mend
│   └── OtherKeysError the keys here are not those that others use
├── InputError         a file or page that we were given cannot be read
│   └── RefusedError   it can be read, but we must not (private chats)
├── SourceError        a source cannot be read now; carries a blindness reason
├── StoreError         MongoDB cannot be reached or refuses
│   └── AwayError      it cannot be reached for now: ask again
└── ClaimLostError     another process has taken over what was in hand

Each message is one sentence: what, where, and how to mend it.
"""

from domain.coverage import Reason


class KayfiyatError(Exception):
    """One clear sentence for the person at the keyboard."""


class ConfigError(KayfiyatError):
    """A setting is missing or wrong."""


class OtherKeysError(ConfigError):
    """Under the keys here one person would become two, or be kept who asked not to.

    Whoever meets it ends: there is nothing that it may save.
    """


class InputError(KayfiyatError):
    """A file cannot be read as what it should be."""


class RefusedError(InputError):
    """A file that we may not take: a private chat, say."""


class StoreError(KayfiyatError):
    """MongoDB cannot be reached, or refuses."""


class AwayError(StoreError):
    """MongoDB cannot be reached for now: the set elects a primary, the host restarts.

    What was asked may or may not have been done. Whoever repeats goes on where it was.
    """


class ClaimLostError(KayfiyatError):
    """Another process has taken over: nothing more may be written of it here."""


class SourceError(KayfiyatError):
    """A source cannot be read at the moment.

    ``reason`` goes to the coverage ledger; ``permanent`` errors are not tried
    again on this day; ``retry_after`` is in seconds, if the server named it.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: Reason,
        permanent: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
