"""What an operator may say of the HTTP of an outlet: request headers, and a charset that its server gets wrong."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from crawlers.charset import codec
from crawlers.headers import SETTABLE
from treatywatch.settings import notation
from treatywatch.settings.base import misfits, wrong
from treatywatch.settings.fields import Text

_ALLOWED = ", ".join(SETTABLE)
_LOGIN = "no password is sent: what stands behind a login is not read"
_CONDITION = "asking for changes only is the program's part: it keeps what the server gave"
REFUSED = {
    "user-agent": "who asks is said once, by crawl.user_agent in service.yaml, and never in a browser's name",
    "host": "the host is that of the address",
    "cookie": "no cookie is sent: every request stands for itself",
    "authorization": _LOGIN,
    "proxy-authorization": _LOGIN,
    "accept-encoding": "which codings can be undone is the program's part",
    "if-none-match": _CONDITION,
    "if-modified-since": _CONDITION,
}
"""Headers that may not be set though somebody may want to, and why not."""


def _headers(headers: dict[str, str]) -> dict[str, str]:
    found = [((name,), what) for name, value in headers.items() if (what := _bad_header(name, value))]
    names = {name.lower(): name for name in headers}
    if twice := next((name for name in headers if names[name.lower()] != name), None):
        raise wrong(f"'{names[twice.lower()]}' and '{twice}' are one header")
    if found:
        raise misfits(found)
    return headers


def _bad_header(name: str, value: str) -> str | None:
    if name.lower() in REFUSED:
        return REFUSED[name.lower()]
    if name.lower() not in map(str.lower, SETTABLE):
        return f"may not be set; there are {_ALLOWED}"
    return None if value.isascii() else "a header is written in ASCII"


def _encoding(label: str) -> str:
    if codec(label) is None:
        raise wrong(f"'{label}' is no charset: write its name, such as windows-1251 or koi8-r")
    return label


Headers = Annotated[dict[str, Text], AfterValidator(_headers), WithJsonSchema(notation.HEADERS)]
Encoding = Annotated[Text, AfterValidator(_encoding), WithJsonSchema(notation.ENCODING)]
