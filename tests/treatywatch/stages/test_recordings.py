"""The recorded feeds and pages beside the project, where they are present, through the program itself."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import feedparser
import pytest

from pipeline.matching.normal import normal
from tests.treatywatch.cli.program import treatywatch

DATA = (Path(__file__).parents[3] / "../shared/data").resolve()
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data, the recorded feeds and pages, is not here")


def inspected(stage: str, lines: Path) -> list[dict[str, Any]]:
    done = treatywatch("inspect", stage, str(lines), cwd=lines.parent)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.split("\n")[:-1]]


def test_recorded_feeds_have_the_ids_that_feedparser_finds(tmp_path: Path) -> None:
    files = sorted((DATA / "feeds").iterdir())
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(f"{json.dumps({'file': str(file)})}\n" for file in files))
    answers = inspected("feed", lines)
    read = [answer for answer in answers if "error" not in answer]
    same = [
        answer["file"] for answer in read if ids_by_feedparser(answer["file"]) == [e["id"] for e in answer["entries"]]
    ]
    others = {Path(answer["file"]).name for answer in read if answer["file"] not in same}
    assert (len(answers), len(read), len(same)) == (53, 50, 49)
    assert others == {"Feeder_cowboyprogrammer_feed.json"}  # JSON Feed, which feedparser does not read
    assert all("a web page titled" in answer["error"] for answer in answers if "error" in answer)


def test_recorded_pages_have_the_text_title_and_day_of_the_gold() -> None:
    lines = DATA / "pages" / "gold.jsonl"
    gold = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    answers = inspected("page", lines)
    assert [answer["url"] for answer in answers] == [page["url"] for page in gold]
    pairs = list(zip(answers, gold, strict=True))
    titles = sum(" ".join(page["title"].split()).casefold() == found["title"].casefold() for found, page in pairs)
    days = sum((found["published"] or "")[:10] == page["published"][:10] for found, page in pairs)
    text = sum(f1(shingles(found["text"]), shingles(page["body"])) for found, page in pairs) / len(pairs)
    assert len(pairs) == 118
    assert titles >= 99
    assert days >= 111
    assert text >= 0.935


def ids_by_feedparser(file: str) -> list[str | None]:
    body = Path(file).read_bytes()
    body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
    return [dict.get(entry, "id") or None for entry in feedparser.parse(io.BytesIO(body))["entries"]]


def shingles(text: str | None, length: int = 4) -> Counter[tuple[str, ...]]:
    """Runs of so many words."""
    words = normal(text or "").decode().split()
    return Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def f1(found: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> float:
    return 2 * (found & wanted).total() / ((found.total() + wanted.total()) or 1)
