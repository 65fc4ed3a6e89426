"""Log events, not prose: coloured on a terminal, JSON lines in a file."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor

from kayfiyat.printing import printable


def configure(*, debug: bool = False) -> None:
    """Send structlog's events to standard error, and what libraries warn of, too.

    What is bound by ``structlog.contextvars``, such as the source of a pass, is in
    each line that is written meanwhile.
    """
    structlog.configure(
        processors=[*_marks(), *_written()],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.DEBUG if debug else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_marks(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_written(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _marks() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _written() -> list[Processor]:
    return [structlog.processors.format_exc_info, _harmless, _renderer()]


def _harmless(_logger: object, _name: str, event: EventDict) -> EventDict:
    """No line forges another or moves the cursor, whatever a server answered."""
    for key, value in event.items():
        if isinstance(value, str):
            whole = printable(value)
            event[key] = whole if key == "exception" else whole.replace("\n", " ")
    return event


def _renderer() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer(ensure_ascii=False)
