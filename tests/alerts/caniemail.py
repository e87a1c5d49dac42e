"""What mail clients make of HTML and CSS, by caniemail.com (MIT licence, from the npm package `caniemail`).

`caniemail.json` names for each feature the clients whose newest version tested lacks it. To renew it: `npm pack
caniemail`, unpack, and `python -m tests.alerts.caniemail package/data/caniemail.json`.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).with_name("caniemail.json")
FEATURES = re.compile(r"(?:css|html)-")
SLUGS = {
    "h1": "html-h1-h6", "h2": "html-h1-h6", "h3": "html-h1-h6", "b": "html-strong", "ul": "html-lists",
    "li": "html-lists", "td": "html-table", "tr": "html-table",
    "border-left": "css-border", "border-right": "css-border", "border-top": "css-border",
    "border-bottom": "css-border", "border-color": "css-border",
    "font-family": "css-font", "background": "css-background",
}  # fmt: skip
"""Names that caniemail files under others."""
PLAIN = {
    "a", "html", "head", "meta", "title", "border", "href", "charset", "name", "content", "class", "rel", "color",
    "aria-roledescription", "ins",
}  # fmt: skip
"""What caniemail has no page of, being as old as mail clients, or of screen readers only."""


@cache
def lacking() -> dict[str, str]:
    """The clients that lack a feature, by feature."""
    table: dict[str, str] = json.loads(TABLE.read_text("utf-8"))["lacking"]
    return table


def slug(kind: str, name: str) -> str | None:
    """The feature's name there; None where it has none."""
    return None if name in PLAIN else SLUGS.get(name, f"{kind}-{name}")


def extract(data: dict[str, Any]) -> dict[str, Any]:
    """The table, of what caniemail publishes."""
    features = (each for each in data["data"] if FEATURES.match(each["slug"]))
    return {
        "updated": data["last_update_date"],
        "lacking": {each["slug"]: " ".join(sorted(_without(each["stats"]))) for each in features},
    }


def _without(stats: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    for family, platforms in stats.items():
        for platform, versions in platforms.items():
            if versions and [*versions.values()][-1].startswith("n"):
                yield f"{family}.{platform}"


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    TABLE.write_text(json.dumps(extract(given), indent=0, sort_keys=True) + "\n", "utf-8")
