"""A tree of YAML nodes, turned into plain values while remembering where each stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from treatywatch.settings.faults import Fault, Where, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treatywatch.settings.document import Mark

STANDARD = "tag:yaml.org,2002:"
PREFIXES = ("0x", "0o", "0b")
TRUE = {"true", "True", "TRUE"}


class TooManyValues(Exception):
    """The aliases of a file multiply beyond reason."""


@dataclass(slots=True)
class Walk:
    """One walk over a file's nodes; collects what it meets."""

    file: str
    most: int
    """Values to read; aliases of aliases multiply, and ten lines can stand for more than memory holds."""
    once: bool = False
    """No node stands at two places, so that each may be let go of once it was read."""
    values: dict[Where, Mark] = field(default_factory=dict)
    keys: dict[Where, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def value(self, node: Node, where: Where = ()) -> object:
        """The plain value of a node.

        Raises:
            TooManyValues: when aliases multiply.
            RecursionError: when an alias contains itself.
        """
        if len(self.values) >= self.most:
            raise TooManyValues
        self.values[where] = mark = _mark(node)
        if not str(node.tag).startswith(STANDARD):
            self._wrong(mark, where, "tags are not supported; text that begins with '!' must stand in quotes")
        if isinstance(node, MappingNode):
            return self._mapping(node, where)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*where, index)) for index, item in enumerate(self._items(node))]
        return self._scalar(node, where)

    def _items(self, node: SequenceNode) -> Iterator[Node]:
        if not self.once:
            yield from node.value
            return
        left = node.value[::-1]
        node.value = []
        while left:
            yield left.pop()

    def _mapping(self, node: MappingNode, where: Where) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for key, value in node.value:
            mark = _mark(key)
            if not isinstance(key, ScalarNode):
                self._wrong(mark, where, "a key must be plain text")
            elif (here := (*where, str(key.value))) in self.keys:
                self._wrong(mark, here, f"stands twice, first in line {self.keys[here][0]}")
            else:
                self.keys[here] = mark
                mapping[str(key.value)] = self.value(value, here)
        return mapping

    def _scalar(self, node: Node, where: Where) -> object:
        text = str(node.value)
        match str(node.tag).removeprefix(STANDARD):
            case "null":
                # An empty value has no place of its own: ruamel reports where the next token begins.
                self.values[where] = self.keys.get(where, self.values[where])
                return None
            case "bool":
                return text in TRUE
            case "int" | "float":
                return self._number(text, where)
            case _:
                return text

    def _number(self, text: str, where: Where) -> object:
        digits = text.replace("_", "").lower()
        try:
            if digits.lstrip("+-").isdecimal():
                return int(digits)
            return int(digits, 0) if digits.lstrip("+-").startswith(PREFIXES) else float(digits.replace(".inf", "inf"))
        except ValueError:  # .nan, a tag on what is no number, or more digits than Python reads
            self._wrong(self.values[where], where, "is no usable number")
            return None

    def _wrong(self, mark: Mark, where: Where, what: str) -> None:
        self.faults.append(Fault(self.file, *mark, spelled(where), what))


def _mark(node: Node) -> Mark:
    return node.start_mark.line + 1, node.start_mark.column + 1
