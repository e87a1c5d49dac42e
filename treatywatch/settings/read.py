"""From a file's name to a `Document`, or to the one reason why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from treatywatch.settings.document import Document
from treatywatch.settings.faults import Fault
from treatywatch.settings.positions import TooManyValues, Walk

if TYPE_CHECKING:
    from pathlib import Path

NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""YAML 1.2.2, production 1, the other way round."""

ROOM_FOR_ALIASES = 10_000
"""Without aliases no text stands for more values than it has characters."""

PLAINER = (
    ("found undefined alias", "'*' begins an alias that has no anchor; text that begins with it must stand in quotes"),
    (r"'\t' that cannot start", "indent with spaces, not with tabs"),
    ("cannot start any token", "text that begins with this character must stand in quotes"),
    ("mapping values are not allowed", "a colon where none can be: mind the indentation, or put the text in quotes"),
    ("unexpected end of stream", "a quotation mark is not closed"),
    ("found another document", "a second document begins here; a file holds one"),
    ("expected <block end>", "does not fit the lines above: mind the indentation"),
    ("expected ',' or", "a comma or the closing bracket is missing before this"),
    ("expected the node content", "a value is missing before this; text that begins with a sign must stand in quotes"),
    ("could not find expected ':'", "a key needs a colon and a space behind it"),
)
"""What the parser says, and what an operator can act on. No message repeats text of the file: it may be a secret."""


def read(path: Path) -> tuple[Document | None, list[Fault]]:
    """Read a configuration file.

    Duplicate keys and tags are faults of their own beside a usable document; a file that can't be read, or is not
    a mapping, is one fault and no document.
    """
    file = str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [Fault(file, 1, 1, "", "the file is missing")]
    except OSError as error:
        return None, [Fault(file, 1, 1, "", f"the file can't be read: {error.strerror}")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        return None, [Fault(file, *_end(before), "", "the file is not in UTF-8; save it as UTF-8")]
    if odd := NOT_YAML.search(text):
        what = f"the character U+{ord(odd.group()):04X} is not allowed in YAML"
        return None, [Fault(file, *_end(text[: odd.start()]), "", what)]
    return _parse(file, text)


def _parse(file: str, text: str) -> tuple[Document | None, list[Fault]]:
    walk = Walk(file, most=len(text) + ROOM_FOR_ALIASES, once="&" not in text)  # which begins an anchor
    data, fault = _values(walk, text)
    if fault is None and data is None:
        fault = Fault(file, 1, 1, "", "the file is empty")
    if isinstance(data, dict):
        return Document(file, data, walk.values, walk.keys), walk.faults
    mark = walk.values.get((), (1, 1))
    return None, [fault or Fault(file, *mark, "", "the file must be a mapping: keys with values")]


def _values(walk: Walk, text: str) -> tuple[object, Fault | None]:
    line, column = 1, 1
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        return None if node is None else walk.value(node), None
    except MarkedYAMLError as error:
        line, column = error.problem_mark.line + 1, error.problem_mark.column + 1
        what = f"not YAML: {_plainer(error.problem or '')}"
    except RecursionError:
        what = "nested too deeply, or an alias that contains itself"
    except TooManyValues:
        what = "too many values: aliases multiply them"
    return None, Fault(walk.file, line, column, "", what)


def _plainer(problem: str) -> str:
    for theirs, ours in PLAINER:
        if theirs in problem:
            return ours
    return re.sub("'([^']*)'", lambda quoted: "…" if _has_words(quoted[1]) else quoted[0], problem)


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _end(text: str) -> tuple[int, int]:
    """Line and column behind `text`."""
    line = text.count("\n") + 1
    return line, len(text) - text.rfind("\n")
