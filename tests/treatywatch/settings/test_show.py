from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from tests.treatywatch.settings.examples import relay, service, write
from treatywatch.settings.files import read_files
from treatywatch.settings.load import load
from treatywatch.settings.show import as_yaml, effective

if TYPE_CHECKING:
    from treatywatch.settings.settings import Settings

SHIPPED = Path(__file__).parents[3] / "config"


def shown(directory: Path) -> dict[str, Any]:
    text = as_yaml(effective(read_files(directory, {})))
    sections: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return sections


def comparable(settings: Settings) -> Settings:
    return replace(settings, directory=Path(), warnings=())


def test_defaults_are_filled_in_and_written_in_the_notation_of_the_files(tmp_path: Path) -> None:
    sections = shown(write(tmp_path))
    assert sections["ticks"] == {"dispatch": "5s", "plan": "5s", "deliver": "5s", "maintain": "1h"}
    assert sections["digest"]["html_size"] == "80kB"
    assert sections["mail"]["envelope"] == "watch@example.org"
    assert sections["crawl"]["polls_per_day"] == 96
    assert sections["outlets"][0]["sources"][0] == {"url": "https://gazette.example.com/feed", "kind": "feed"}
    assert sections["subscriptions"][0]["schedule"]["at"] == "07:00"


def test_an_interval_for_all_is_shown_with_each_source(tmp_path: Path) -> None:
    sections = shown(
        write(tmp_path, {"service.yaml": service(crawl="{user_agent: watch/1 a@example.net, interval: 20m}")})
    )
    assert sections["outlets"][0]["sources"][0]["interval"] == "20m"


def test_passwords_are_hidden(tmp_path: Path) -> None:
    sections = shown(write(tmp_path, {"service.yaml": relay("{username: u, password: hunter2}")}))
    assert sections["mail"]["relay"]["password"] == "********"


def test_a_password_file_is_named_and_not_opened(tmp_path: Path) -> None:
    write(tmp_path, {"service.yaml": relay("{username: u, password_file: smtp, ca_file: smtp}")})
    (tmp_path / "smtp").write_text("hunter2", encoding="utf-8")
    text = as_yaml(effective(read_files(tmp_path, {})))
    assert f"password_file: {tmp_path}/smtp" in text
    assert "hunter2" not in text


def test_a_name_is_shown_as_short_as_it_can_be_written(tmp_path: Path) -> None:
    names = [topic["names"] for topic in shown(write(tmp_path))["topics"]]
    assert names == [["INF Treaty"], [{"text": "New START", "acronym": True}]]


def test_the_origin_of_each_section_stands_above_it(tmp_path: Path) -> None:
    text = as_yaml(
        effective(read_files(write(tmp_path), {})),
        {name: name for name in ("service.yaml", "outlets.yaml", "topics.yaml", "subscriptions.yaml")},
    )
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == ["# from service.yaml"] * 10 + [
        "# from outlets.yaml",
        "# from topics.yaml",
        "# from subscriptions.yaml",
    ]


def test_what_is_shown_of_the_shipped_files_reads_as_the_same_settings(tmp_path: Path) -> None:
    parts = effective(read_files(SHIPPED, {}))
    texts = {name: as_yaml({name: sections}) for name, sections in parts.items()}
    again = load(write(tmp_path, texts), {})
    assert comparable(again) == comparable(load(SHIPPED, {}))
