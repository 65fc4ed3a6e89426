"""HTML and JSON read by the same words: the elements of a page and their values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from jsonpath import JSONPathEnvironment, JSONPathError
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from domain.errors import ConfigError
from domain.pages import Form, Places
from listener.markup import decoded, plain, tree_of
from listener.pages.flight import flight_values

_PATHS = JSONPathEnvironment(strict=True)
_ATTRIBUTE = re.compile(r"^(.*?)@([A-Za-z_][\w:.-]*)$", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_EMPTY = LexborHTMLParser("<p></p>")


class Node(Protocol):
    """An element of a page, or the whole of it."""

    def each(self, where: str, skip: Places) -> Sequence[Node]:
        """The elements at ``where``, without those in an element of ``skip``."""
        ...

    def values(self, place: str) -> Iterator[str]:
        """What stands at a place of this element, not of one that lies within it."""
        ...

    @property
    def parent(self) -> Node | None:
        """The element, found in the same search, in which this one lies."""
        ...


class _Around:
    """Which of some marked elements is the nearest around an element.

    Each element is climbed over once, however deep a hostile page is nested.
    """

    def __init__(self, marked: Iterable[LexborNode]) -> None:
        self._nearest: dict[int, int | None] = {
            one.mem_id: one.mem_id for one in marked
        }

    def nearest(self, node: LexborNode | None) -> int | None:
        """The id in memory of the marked element that ``node`` is or lies in."""
        path = []
        while node is not None and node.mem_id not in self._nearest:
            path.append(node.mem_id)
            node = node.parent
        found = self._nearest[node.mem_id] if node is not None else None
        self._nearest.update(dict.fromkeys(path, found))
        return found


class _Peers:
    """The elements of one search, and what stands in each of them."""

    def __init__(self, root: LexborNode, nodes: Sequence[LexborNode]) -> None:
        self.nodes = {node.mem_id: HtmlNode(node, self) for node in nodes}
        self._root = root
        self._around = _Around(nodes)
        self._found: dict[str, dict[int | None, list[LexborNode]]] = {}

    def own(self, node: LexborNode, selector: str) -> list[LexborNode]:
        """The elements in ``node`` that lie in none of its peers within."""
        if selector not in self._found:
            by_peer: dict[int | None, list[LexborNode]] = {}
            for found in self._root.css(selector):
                by_peer.setdefault(self._around.nearest(found), []).append(found)
            self._found[selector] = by_peer
        return self._found[selector].get(node.mem_id, [])

    def above(self, node: LexborNode) -> HtmlNode | None:
        found = self._around.nearest(node.parent)
        return self.nodes[found] if found is not None else None


class HtmlNode:
    """An element of HTML, with the others of the search that found it."""

    def __init__(self, node: LexborNode, peers: _Peers | None = None) -> None:
        self._node = node
        self._peers = peers

    def each(self, where: str, skip: Places) -> list[HtmlNode]:
        gone = _Around([found for one in skip for found in self._node.css(one)])
        found = self._node.css(where)
        kept = [node for node in found if gone.nearest(node) is None]
        return list(_Peers(self._node, kept).nodes.values())

    def values(self, place: str) -> Iterator[str]:
        selector, attribute = _split(place)
        for node in self._at(selector):
            if attribute:
                text = (node.attributes.get(attribute) or "").strip()
            else:  # a line's end in the source is a blank to a reader
                text = plain(_BLANKS.sub(" ", node.html or ""))
            if text:
                yield text

    @property
    def parent(self) -> HtmlNode | None:
        return self._peers.above(self._node) if self._peers else None

    def _at(self, selector: str) -> list[LexborNode]:
        if selector == ".":
            return [self._node]
        if self._peers is None:
            return self._node.css(selector)
        return self._peers.own(self._node, selector)


class JsonNode:
    """A value of JSON."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def each(self, where: str, skip: Places) -> list[JsonNode]:
        found = self._found(where)
        gone = {id(one) for path in skip for one in self._found(path)}
        return [JsonNode(one) for one in found if id(one) not in gone]

    def values(self, place: str) -> Iterator[str]:
        return filter(None, (_text(one) for one in self._found(place)))

    @property
    def parent(self) -> JsonNode | None:
        return None  # a value does not know what it lies in

    def _found(self, path: str) -> list[Any]:
        try:
            return _PATHS.compile(_whole(path)).findall(self._value)
        except (JSONPathError, RecursionError):
            return []  # nested deeper than any real answer


def root(body: bytes, content_type: str, form: Form) -> Node:
    """The whole page. An answer that is no JSON holds nothing."""
    if form is Form.JSON:
        return JsonNode(_json(body.decode("utf-8-sig", "replace")))
    tree = tree_of(decoded(body, content_type))
    scripts = [node.text() for node in tree.css("script")]
    if form is Form.NEXT:
        return JsonNode(flight_values(scripts))
    if form is Form.JSON_LD:
        found = tree.css('script[type="application/ld+json"]')
        return JsonNode([_json(node.text()) for node in found])
    return HtmlNode(tree.root or _EMPTY.css("p")[0])


def check_place(place: str, form: Form) -> None:
    """Raise ConfigError if ``place`` is no selector or path."""
    try:
        if form in {Form.HTML, Form.SITEMAP}:
            selector, _ = _split(place)
            if selector != ".":
                _EMPTY.css(selector)
        else:
            _PATHS.compile(_whole(place))
    except (SelectolaxError, JSONPathError):
        what = "CSS selector" if form is Form.HTML else "JSONPath"
        raise ConfigError(f"{place!r} is no {what}; mend the description") from None


def _split(place: str) -> tuple[str, str]:
    found = _ATTRIBUTE.match(place)
    return (found[1].strip() or ".", found[2]) if found else (place.strip(), "")


def _whole(path: str) -> str:
    return path if path.startswith("$") else f"$.{path}"


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "true" if value is True else ""
    return plain(str(value))
