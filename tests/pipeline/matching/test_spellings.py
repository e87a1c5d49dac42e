"""Names in the languages of the topics, in other forms and spellings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.matching.matcher import Matcher
from pipeline.model.document import Document
from pipeline.model.rule import Name, Rule


def _plain(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), text)


LINES = (Path(__file__).parent / "spellings.tsv").read_text("utf-8").splitlines()
CASES = [tuple(map(_plain, line.split("\t"))) for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("language", "name", "text"), CASES)
def test_a_name_is_found_however_it_is_written(language: str, name: str, text: str) -> None:
    assert Matcher([Rule("name", "Name", (Name(name, language=language),))]).matching(Document("", text))
