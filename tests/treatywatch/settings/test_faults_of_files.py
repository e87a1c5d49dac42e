"""Files that can't be read, or are no YAML: what is said, and where."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treatywatch.settings.examples import SERVICE, faults_in, write
from treatywatch.errors import ConfigError
from treatywatch.settings.load import load
from treatywatch.settings.read import read

TEXTS = [
    ("", "1:1: the file is empty"),
    ("# nothing but a comment\n", "1:1: the file is empty"),
    ("null\n", "1:1: the file is empty"),
    ("\n- a\n", "2:1: the file must be a mapping: keys with values"),
    ("a: 1\n---\nb: 2\n", "2:1: not YAML: a second document begins here; a file holds one"),
    ("crawl:\n\ttimeout: 1s\n", "2:1: not YAML: indent with spaces, not with tabs"),
    ("a: [1,\n", "2:1: not YAML: a value is missing before this; text that begins with a sign must stand in quotes"),
    ("a: [1\nb: 2\n", "2:2: not YAML: a comma or the closing bracket is missing before this"),
    ("a: b: c\n", "1:5: not YAML: a colon where none can be: mind the indentation, or put the text in quotes"),
    ("a: 'b\n", "2:1: not YAML: a quotation mark is not closed"),
    ("a: @b\n", "1:4: not YAML: text that begins with this character must stand in quotes"),
    ("a: *b\n", "1:4: not YAML: '*' begins an alias that has no anchor; text that begins with it must stand in quotes"),
    ("a:\n  - b\n c: d\n", "3:2: not YAML: does not fit the lines above: mind the indentation"),
    ('a: "\\q"\n', "1:6: not YAML: found unknown escape character …"),
    ("%YAML 9\n---\na: 1\n", "1:8: not YAML: expected a digit or '.', but found …"),
    ("a: " + "[" * 3000, "1:1: nested too deeply, or an alias that contains itself"),
    ("a: &loop [*loop]\n", "1:1: nested too deeply, or an alias that contains itself"),
    ("a: b\nc: d\x01\n", "2:5: the character U+0001 is not allowed in YAML"),
]


@pytest.mark.parametrize(("text", "line"), TEXTS, ids=[text[:12] for text, _ in TEXTS])
def test_text_that_is_no_mapping_in_yaml_is_one_fault_with_its_place(tmp_path: Path, text: str, line: str) -> None:
    assert faults_in(write(tmp_path, {"topics.yaml": text})) == [f"topics.yaml:{line}"]


def test_a_missing_file_is_a_fault_and_the_others_are_checked_all_the_same(tmp_path: Path) -> None:
    directory = write(tmp_path, {"outlets.yaml": "outlets: 5\n"})
    (directory / "service.yaml").unlink()
    assert faults_in(directory) == [
        "outlets.yaml:1:10: outlets: must be a list",
        "service.yaml:1:1: the file is missing",
    ]


def test_each_missing_file_is_a_fault_of_its_own(tmp_path: Path) -> None:
    what = ".yaml:1:1: the file is missing"
    assert faults_in(tmp_path) == [f"{name}{what}" for name in ("outlets", "service", "subscriptions", "topics")]


@given(st.text(st.sampled_from("\n\t -:,[]{}#&*!|>'\"%@?ab1~.<=\\_\ufeff\u2028"), max_size=20))
def test_any_text_is_a_document_or_a_fault_at_a_place_of_it(text: str) -> None:
    with TemporaryDirectory() as name:
        file = Path(name) / "any.yaml"
        file.write_text(text, encoding="utf-8", newline="")
        document, faults = read(file)
    assert document or faults
    assert all(1 <= fault.line <= len(text.splitlines()) + 1 for fault in faults)


def test_a_file_that_is_a_directory_is_a_fault(tmp_path: Path) -> None:
    directory = write(tmp_path)
    (directory / "service.yaml").unlink()
    (directory / "service.yaml").mkdir()
    assert faults_in(directory) == ["service.yaml:1:1: the file can't be read: Is a directory"]


def test_the_first_byte_that_is_not_utf_8_is_pointed_at(tmp_path: Path) -> None:
    directory = write(tmp_path)
    (directory / "outlets.yaml").write_bytes("outlets:\n  - name: é\xff".encode("latin-1"))
    assert faults_in(directory) == ["outlets.yaml:2:11: the file is not in UTF-8; save it as UTF-8"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert faults_in(write(tmp_path, {"service.yaml": "\ufeff" + SERVICE})) == []


def test_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    assert faults_in(write(tmp_path, {"service.yaml": SERVICE.replace("\n", "\r\n")})) == []


def test_what_is_no_directory_is_one_fault(tmp_path: Path) -> None:
    file = write(tmp_path) / "service.yaml"
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert str(caught.value) == f"{file}:1:1: is no directory: name the one that holds service.yaml\n1 fault"


def test_aliases_that_multiply_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    text = "\n".join(["a0: &a0 [" + "x, " * 9 + "x]", *lines])
    assert faults_in(write(tmp_path, {"topics.yaml": text})) == [
        "topics.yaml:1:1: too many values: aliases multiply them",
    ]


def test_an_alias_stands_for_what_its_anchor_marks(tmp_path: Path) -> None:
    text = "topics:\n  - {id: inf, label: &words INF Treaty, names: [*words]}\n"
    settings = load(write(tmp_path, {"topics.yaml": text}), {})
    assert settings.rules[0].names[0].text == "INF Treaty"


def test_duplicate_keys_tags_and_keys_that_are_no_text_are_all_told(tmp_path: Path) -> None:
    text = (
        SERVICE + "log: {}\nstore: !path {path: x}\nlog: {}\ndigest: {items: !!int x, per_section: .nan}\n? [a]\n: b\n"
    )
    assert faults_in(write(tmp_path, {"service.yaml": text})) == [
        "service.yaml:6:8: store: tags are not supported; text that begins with '!' must stand in quotes",
        "service.yaml:7:1: log: stands twice, first in line 5",
        "service.yaml:8:17: digest.items: is no usable number",
        "service.yaml:8:39: digest.per_section: is no usable number",
        "service.yaml:9:3: a key must be plain text",
    ]


def test_all_faults_of_all_files_are_told_at_once_sorted_and_counted(tmp_path: Path) -> None:
    directory = write(
        tmp_path,
        {
            "service.yaml": SERVICE + "store: {paht: x}\n",
            "topics.yaml": "topics:\n  - {id: inf, label: INF}\n",
            "subscriptions.yaml": "subscriptions:\n  - {id: a, concepts: [ing, new_start]}\n",
        },
    )
    with pytest.raises(ConfigError) as caught:
        load(directory, {})
    assert str(caught.value).replace(f"{directory}/", "").splitlines() == [
        "service.yaml:5:9: store.paht: unknown key, did you mean 'path'?",
        "subscriptions.yaml:2:5: subscriptions[0].name: is missing",
        "subscriptions.yaml:2:5: subscriptions[0].recipients: is missing",
        "subscriptions.yaml:2:5: subscriptions[0].schedule: is missing",
        "subscriptions.yaml:2:24: subscriptions[0].concepts[0]: no topic has the id 'ing', did you mean 'inf'?",
        (
            "subscriptions.yaml:2:29: subscriptions[0].concepts[1]: no topic has the id 'new_start'"
            "; a word that is no topic goes under keywords"
        ),
        "topics.yaml:2:5: topics[0]: asks for nothing: add 'names', or queries under 'any' or 'all'",
        "7 faults",
    ]


def test_concepts_are_not_called_unknown_while_the_topics_can_not_be_read(tmp_path: Path) -> None:
    assert faults_in(write(tmp_path, {"topics.yaml": ""})) == ["topics.yaml:1:1: the file is empty"]
