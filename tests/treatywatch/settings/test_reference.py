from __future__ import annotations

from pathlib import Path

import pytest

from tests.treatywatch.settings.schemas import options
from treatywatch.settings.reference import reference
from treatywatch.settings.schema import MODELS, schema_of

COMMITTED = Path(__file__).parents[3] / "docs" / "configuration.md"


def test_the_document_is_what_the_models_say() -> None:
    stale = "stale: treatywatch config schema --reference > docs/configuration.md"
    assert COMMITTED.read_bytes() == reference().encode(), stale


@pytest.mark.parametrize("name", MODELS)
def test_every_option_is_in_it(name: str) -> None:
    sections = schema_of("service")["properties"]
    paths = [path for path, _ in options(schema_of(name)) if path not in sections]
    text = reference()
    assert [path for path in paths if f"| `{path}` |" not in text] == []


@pytest.mark.parametrize(
    "row",
    [
        "| `store.busy_timeout` | duration | `10s` | How long a write waits for another process's. |",
        "| `crawl.redirects` | whole number, 0 to 20 | `5` | Most redirects followed for one fetch. |",
        "| `crawl.robots` | mapping |  | How robots.txt is read. |",
        "| `log.level` | `debug`, `info`, `warning`, `error` | `info` | The least important messages to log. |",
        "| `crawl.at_once` | whole number from 1 | `16` | Most requests in flight, all hosts together. |",
        "| `mail.from` | mapping | required | What readers see as the sender. |",
        "| `outlets[].enabled` | true or false | `true` | False keeps the entry and stops the polls. |",
        "| `topics[].examples.match` | list: text |  | Texts that must match. |",
        (
            "| `subscriptions[].recipients` | list: recipient's address | required"
            " | Who gets it; each gets a mail of its own. |"
        ),
    ],
)
def test_a_row_tells_path_type_default_and_meaning(row: str) -> None:
    assert row in reference().splitlines()


def test_an_option_with_two_shapes_tells_both() -> None:
    assert "| `subscriptions[].schedule.on` | weekday, or list: weekday |  |" in reference()


def test_a_list_of_defaults_is_written_as_yaml() -> None:
    assert "| `mail.retry.delays` | list: duration | `[1m, 5m, 15m, 1h, 3h]` |" in reference()
