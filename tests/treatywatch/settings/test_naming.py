from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.outlet import Source, SourceKind
from tests.treatywatch.settings.examples import faults_in, write
from treatywatch.settings.naming import new_id, printable, slug
from treatywatch.settings.written import new_outlet, outlets_yaml

URL = "https://news.herald.example.co.uk/feed"


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("The Herald", "the_herald"),
        ("Süddeutsche – Politik!", "suddeutsche_politik"),
        ("Вестник", ""),
        ("Вестник TV", ""),
        ("  ", ""),
        ("x" * 60, "x" * 40),
    ],
)
def test_an_id_is_made_of_a_name_in_latin_letters(name: str, id_: str) -> None:
    assert slug(name) == id_


@pytest.mark.parametrize(
    ("name", "taken", "id_"),
    [
        ("The Herald", [], "the_herald"),
        ("The Herald", ["the_herald", "the_herald_2"], "the_herald_3"),
        ("Вестник", [], "example"),
    ],
)
def test_an_id_that_is_taken_gets_a_number_and_one_without_a_name_the_domain_s(
    name: str, taken: list[str], id_: str
) -> None:
    assert new_id(name, URL, taken) == id_


def test_a_name_without_anything_printable_is_the_host_s() -> None:
    assert printable("\u200b\x00 ", URL) == "news.herald.example.co.uk"


@given(st.text(max_size=40))
def test_whatever_a_site_calls_itself_the_configuration_takes_it(name: str) -> None:
    source = Source("", "https://herald.example.org/sitemap.xml", kind=SourceKind.SITEMAP)
    section = new_outlet(new_id(name, URL, []), printable(name, URL), ["en"], [source])
    with TemporaryDirectory() as folder:
        assert faults_in(write(Path(folder), {"outlets.yaml": outlets_yaml([section])})) == []
