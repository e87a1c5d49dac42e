from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.charset import codec, decode

RUSSIAN = "<p>Стороны договорились продолжить переговоры о сокращении вооружений</p>"

KLINGON = "the charset 'x-klingon' does not exist; read as utf-8"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "problem"),
    [
        (RUSSIAN.encode(), "", "utf-8", None),
        (RUSSIAN.encode(), "text/html; charset=iso-8859-1", "utf-8", "declared as iso-8859-1, read as utf-8"),
        (
            RUSSIAN.encode(),
            "text/html; charset=x-klingon",
            "utf-8",
            KLINGON,
        ),
        (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", "windows-1251", None),
        (RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", "cp1251", "declared as utf-8, read as cp1251"),
        (RUSSIAN.encode("cp1251"), "", "cp1251", None),
        (b"<?xml version='1.0' encoding='koi8-r'?>" + RUSSIAN.encode("koi8-r"), "text/xml", "koi8-r", None),
        (b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251"), "text/html", "windows-1251", None),
        (b'<meta http-equiv=x content="text/html; charset=cp1251">' + RUSSIAN.encode("cp1251"), "", "cp1251", None),
        (RUSSIAN.encode("utf-16"), "", "utf-16-le", None),
        ("<?xml version='1.0'?>".encode("utf-16-be") + RUSSIAN.encode("utf-16-be"), "", "utf-16-be", None),
        (b"\xef\xbb\xbf" + RUSSIAN.encode(), "", "utf-8", None),
        (RUSSIAN.encode() + b"\xff", "text/html; charset=utf-8", "utf-8", None),
    ],
)
def test_the_encoding_is_found(body: bytes, content_type: str, encoding: str, problem: str | None) -> None:
    decoded = decode(body, content_type)
    assert "Стороны договорились" in decoded.text
    assert (decoded.encoding, decoded.problem) == (encoding, problem)


def test_a_document_beats_the_default_of_its_server() -> None:
    body = b"<?xml version='1.0' encoding='windows-1251'?>" + RUSSIAN.encode("cp1251")
    assert RUSSIAN in decode(body, "text/xml; charset=ISO-8859-1").text


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Windows-1251", "cp1251"),
        ("ISO-8859-1", "cp1252"),
        ("utf-16", "utf-16"),
        ("koi8-r", "koi8-r"),
        ("utf-7", None),
        ("base64", None),
        ("x-klingon", None),
        ("utf-8\0", None),
    ],
)
def test_a_label_is_a_charset_or_none(label: str, name: str | None) -> None:
    assert codec(label) == name


def test_what_is_called_latin_1_is_read_as_windows_1252() -> None:
    assert decode("“Talks”".encode("cp1252"), "text/html; charset=iso-8859-1").text == "“Talks”"


def test_bytes_windows_1252_has_not_are_kept() -> None:
    assert decode(b"Talks \x81 \xe9", "text/html; charset=iso-8859-1").text == "Talks \x81 é"


def test_shifted_japanese_is_read_though_it_is_ascii() -> None:
    assert decode("軍縮".encode("iso-2022-jp"), "text/html; charset=ISO-2022-JP").text == "軍縮"


def test_an_encoding_that_hides_markup_is_not_used() -> None:
    assert decode(b"+ADw-script+AD4- \xff", "text/html; charset=utf-7").text.startswith("+ADw-")


@given(
    st.binary(max_size=200), st.sampled_from(["", "text/html; charset=utf-8", "x; charset=rot13", "x; charset=idna"])
)
def test_any_bytes_give_some_text(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type).text, str)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_utf_8_comes_back_under_any_header(text: str) -> None:
    assert decode(("\n" + text).encode(), "text/html; charset=gbk").text == "\n" + text
