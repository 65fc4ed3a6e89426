"""Long inputs that make a regular expression go wrong, if any can.

For each repetition of a pattern: what must stand before it, what it repeats many
times, and an end at which the whole fails, so that every way to match is tried
(J. Davis and others, 2018, *The Impact of Regular Expression Denial of Service*).

Run as a program it puts them to every pattern of ours, and is ended by the kernel
when one has used up its processor time: ``python -m tests.security.pumping``.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from tests.security.patterns import Used, patterns

LENGTH = 20_000
"""Of an input. n steps take a millisecond, n² nearly half a second or more."""

ALLOWED = 0.25
"""Seconds of processor time for one input; then the kernel ends the program."""

_parser: Any = import_module("re._parser")
_names: Any = import_module("re._constants")

_REPEATS = (_names.MAX_REPEAT, _names.MIN_REPEAT, _names.POSSESSIVE_REPEAT)
_ASSERTIONS = (_names.ASSERT, _names.ASSERT_NOT)
_OF_CATEGORY = {
    _names.CATEGORY_DIGIT: "1",
    _names.CATEGORY_SPACE: " ",
    _names.CATEGORY_NOT_WORD: ".",
}
_SOME = "a0 .-_x!\u0451\u20ac"
_BESIDE = ("", " ", "a", "1", ".", "-")
_ENDS = ("", "\0", "!", "\n")

Parsed = Any


def inputs(pattern: Any, flags: int = 0, *, length: int = LENGTH) -> Iterator[str]:
    """All of them, the same at each run."""
    parsed = _parser.parse(pattern, flags)
    for before, pumped in dict.fromkeys(_pumps(parsed, "")):
        for each in (pumped, *(pumped + beside for beside in _BESIDE[1:])):
            for end in _ENDS:
                yield before + each * (length // len(each)) + end
                if before:
                    yield each * (length // len(each)) + end
        whole = before + pumped
        yield whole * (length // len(whole))
    for one in _SOME + "@<([{\"'\\\n":
        yield one * length


def _pumps(parsed: Parsed, before: str) -> Iterator[tuple[str, str]]:
    """What stands before each repetition without a small bound, and what repeats."""
    for kind, value in parsed:
        if kind in _REPEATS:
            yield from _repeated(value, before)
            yield from _pumps(value[2], before)
        for inner in _inside(kind, value):
            yield from _pumps(inner, before)
        before += _least([(kind, value)])


def _repeated(value: Any, before: str) -> Iterator[tuple[str, str]]:
    _fewest, most, body = value
    if most < 8:
        return
    for branch in range(3):
        for pumped in (_least(body, branch), _least(body, branch, once=True)):
            if pumped:
                yield before, pumped


def _inside(kind: Any, value: Any) -> list[Parsed]:
    if kind is _names.SUBPATTERN:
        return [value[3]]
    if kind is _names.ATOMIC_GROUP:
        return [value]
    if kind is _names.BRANCH:
        return list(value[1])
    return [value[1]] if kind in _ASSERTIONS else []


def _least(parsed: Parsed, branch: int = 0, *, once: bool = False) -> str:
    """The shortest that matches; with ``once`` what may be left out is there."""
    return "".join(_least_of(kind, value, branch, once) for kind, value in parsed)


def _least_of(kind: Any, value: Any, branch: int, once: bool) -> str:
    if kind in _ONE:
        return str(_ONE[kind](value))
    if kind in _REPEATS:
        return str(_least(value[2], branch, once=once) * max(value[0], int(once)))
    if kind is _names.BRANCH:
        return _least(value[1][min(branch, len(value[1]) - 1)], branch, once=once)
    if kind in _ASSERTIONS:
        return ""
    return "".join(_least(each, branch, once=once) for each in _inside(kind, value))


def _one_of(items: Any) -> str:
    """A character of a set."""
    if items[0][0] is _names.NEGATE:
        return next((c for c in _SOME if not _matches(items[1:], c)), "\u4e00")
    kind, value = items[0]
    if kind is _names.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is _names.RANGE else _OF_CATEGORY.get(value, "a")


def _matches(items: Any, char: str) -> bool:
    code = ord(char)
    return any(
        (kind is _names.LITERAL and value == code)
        or (kind is _names.RANGE and value[0] <= code <= value[1])
        or (kind is _names.CATEGORY and _in_category(value, char))
        for kind, value in items
    )


def _in_category(category: Any, char: str) -> bool:
    true = {
        _names.CATEGORY_DIGIT: char.isdecimal(),
        _names.CATEGORY_SPACE: char.isspace(),
        _names.CATEGORY_WORD: char.isalnum() or char == "_",
    }
    opposite = {
        _names.CATEGORY_NOT_DIGIT: not char.isdecimal(),
        _names.CATEGORY_NOT_SPACE: not char.isspace(),
        _names.CATEGORY_NOT_WORD: not (char.isalnum() or char == "_"),
    }
    return bool((true | opposite).get(category, False))


_ONE: dict[Any, Callable[[Any], str]] = {
    _names.LITERAL: chr,
    _names.NOT_LITERAL: lambda code: "b" if code == ord("a") else "a",
    _names.ANY: lambda _value: "a",
    _names.IN: _one_of,
}
"""What makes one character of an element of one character."""


def put_to(used: Used, text: str) -> None:
    """Use the pattern as the program does."""
    given: Any = text.encode() if isinstance(used.pattern.pattern, bytes) else text
    for use in sorted(used.uses):
        arguments = (given[:0], given) if use in {"sub", "subn"} else (given,)
        found = getattr(used.pattern, use)(*arguments)
        if use == "finditer":
            for _each in found:
                pass


def main() -> None:
    """Name each pattern, then try it: the last that is named is the guilty one."""
    for used in list(patterns()):  # to import them all is not to be timed
        sys.stdout.write(f"{used.place} {used.pattern.pattern!r}\n")
        sys.stdout.flush()
        for text in inputs(used.pattern.pattern, used.pattern.flags):
            # The kernel ends the process: a handler in Python could be starved.
            signal.setitimer(signal.ITIMER_VIRTUAL, ALLOWED)
            put_to(used, text)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    sys.stdout.write("all\n")


if __name__ == "__main__":
    main()
