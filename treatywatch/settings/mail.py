"""The shape of the section `mail` of service.yaml."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    InstanceOf,
    PlainSerializer,
    SecretStr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from alerts.relay import Security
from treatywatch.settings import notation
from treatywatch.settings.addresses import MailAddress
from treatywatch.settings.base import Strict, misfits, wrong
from treatywatch.settings.durations import format_duration
from treatywatch.settings.fields import Count, Duration, NotEmpty, Port, Text, file_name
from treatywatch.settings.interpolate import interpolate
from treatywatch.settings.secretfile import SecretFile, read_secret

if TYPE_CHECKING:
    from treatywatch.settings.base import Surroundings
    from treatywatch.settings.faults import Where

HIDDEN = "********"
NAME = re.compile(r"[\w.-]+")


def _surroundings(info: ValidationInfo) -> Surroundings:
    return cast("Surroundings", info.context)


def _filled_in(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str):
        return value
    try:
        filled = interpolate(value, _surroundings(info).environ)
    except ValueError as error:
        raise wrong(str(error)) from None
    if not filled or any(mark in filled for mark in "\n\r\0"):
        raise wrong("must be one line, and not empty")
    return filled


def _host(name: str) -> str:
    if not _is_address(name) and not NAME.fullmatch(name):
        raise wrong("must be the bare name or address of a host; the port has a key of its own")
    return name


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """True for this machine itself: `localhost` and the addresses 127.0.0.0/8 and ::1."""
    return host.casefold() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _existing(value: object, info: ValidationInfo) -> Path:
    path = _surroundings(info).directory / file_name(value)
    if not path.is_file():
        raise wrong(f"there is no file {path}")
    return path


def _secret_file(value: object, info: ValidationInfo) -> SecretFile:
    path = _surroundings(info).directory / file_name(value)
    try:
        return read_secret(path)
    except ValueError as error:
        raise wrong(str(error)) from None


Filled = BeforeValidator(_filled_in)
"""Marks the fields in which `${VAR}` is filled in."""
Secret = Annotated[SecretStr, Filled, PlainSerializer(lambda _: HIDDEN), WithJsonSchema(notation.FILLED)]
SecretPath = Annotated[
    InstanceOf[SecretFile],
    BeforeValidator(_secret_file),
    Filled,
    PlainSerializer(lambda file: str(file.path)),
    WithJsonSchema(notation.FILLED_FILE),
]
ExistingFile = Annotated[
    Path, BeforeValidator(_existing), Filled, PlainSerializer(str), WithJsonSchema(notation.FILLED_FILE)
]
Host = Annotated[str, AfterValidator(_host), Filled, WithJsonSchema(notation.HOST)]
Username = Annotated[str, Filled, WithJsonSchema(notation.FILLED)]


class From(Strict):
    """What readers see as the sender."""

    name: Text
    """The name, such as that of the newsroom."""
    address: MailAddress
    """The address; its domain also stands in Message-IDs and List-Ids."""


UNPROTECTED = frozenset({Security.NONE, Security.OPPORTUNISTIC})
"""With these a password may have to cross the network in the clear."""


class RelayAccess(Strict):
    """The SMTP server that takes the mails. Paths are relative to the directory of the file."""

    host: Host = "localhost"
    """The server; `localhost` is a relay on this machine."""
    port: Port = 25
    """25, or 587 for submission with `starttls`, 465 with `tls`."""
    security: Security = Security.STARTTLS
    """How the connection is protected: `starttls` (required, not attempted), `tls` from the first byte, \
`opportunistic` (STARTTLS where it is offered, else in the clear), or `none`."""
    username: Username | None = None
    """For a relay that asks for a login; goes with a password."""
    password: Secret | None = None
    """The password, best as `${VAR}`: the file itself should hold no secret."""
    password_file: SecretPath | None = None
    """A file that holds the password on one line, in place of `password`."""
    ca_file: ExistingFile | None = None
    """Trusted certificates in PEM, where the system's do not do."""
    timeout: Duration = timedelta(seconds=60)
    """How long connecting, and each answer before the content, may take."""
    content_timeout: Duration = timedelta(minutes=10)
    """How long the answer to a mail's last byte may take (RFC 5321, 4.5.3.2.6); shorter than `mail.retry.lease`."""
    per_connection: Count = 100
    """Most mails over one connection."""
    connections: Annotated[int, Field(strict=True, ge=1, le=50)] = 4
    """Digests handed over at a time, each over its own connection; urgent mail has one more, unless this is 1."""
    in_doubt: Annotated[int, Field(strict=True, ge=1, le=50)] = 1
    """Mails handed over to their end, and not yet recorded as taken, at a time. So many a crash may send twice; with \
more, a relay that thinks long about each mail is served more quickly."""
    per_domain: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 20
    """Most mails a second to addresses of one domain; fewer where it asks us to slow down."""
    per_second: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    """Most mails a second in all, where the relay grants no more. Urgent mail does not wait for it, and counts."""

    @property
    def secret(self) -> str | None:
        """The password, from wherever it is written."""
        if self.password_file:
            return self.password_file.secret
        return self.password.get_secret_value() if self.password else None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        found: list[tuple[Where, str]] = []
        if self.password and self.password_file:
            found.append((("password_file",), "password is written too: keep one of the two"))
        if self.username and not self.secret:
            found.append((("username",), "needs a password: write password_file or password"))
        if self.secret and not self.username:
            found.append((("password_file" if self.password_file else "password",), "needs a username"))
        if self.secret and self.security in UNPROTECTED and not is_loopback(self.host):
            what = f"would send the password to {self.host} unprotected: write starttls or tls"
            found.append((("security",), what))
        if found:
            raise misfits(found)
        return self


class Retrying(Strict):
    """Trying again where the relay does not take a mail."""

    delays: Annotated[tuple[Duration, ...], NotEmpty] = tuple(
        timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180)
    )
    """The longest wait after the first, second … failure; the last one repeats."""
    expire_after: Duration = timedelta(hours=72)
    """A mail that was not taken within this is given up."""
    expire_instant: Duration = timedelta(hours=6)
    """The same for an instant alert, which is no news later."""
    on_uncertain: Literal["retry", "hold"] = "retry"
    """What becomes of a digest that the relay may have taken without our hearing of it: `retry` sends it again, so \
that it may come twice; `hold` keeps it until you release or drop it (`treatywatch mails`), or it expires."""
    on_uncertain_instant: Literal["retry", "hold"] = "retry"
    """The same for an instant alert."""
    lease: Duration = timedelta(minutes=15)
    """After so long a claim on a mail counts as broken off; longer than `mail.relay.content_timeout`."""


class Mail(Strict):
    """Who the digests are from, and how they leave."""

    from_: From = Field(alias="from")
    envelope: MailAddress | None = None
    """Where bounces go; by default the address of `from`."""
    reply_to: MailAddress | None = None
    """Where answers go, if not to the address of `from`."""
    owner: MailAddress | None = None
    """A person who answers, for List-Owner and List-Help; by default as `reply_to`, else `from`."""
    relay: RelayAccess = RelayAccess()
    retry: Retrying = Retrying()

    @model_validator(mode="after")
    def _lease_outlasts_an_attempt(self) -> Self:
        lease, limit = self.retry.lease, self.relay.content_timeout
        if lease > limit:
            return self
        why = "else a mail under way is sent twice"
        if "lease" in self.retry.model_fields_set:
            than = f"mail.relay.content_timeout ({format_duration(limit)})"
            what = f"must be longer than {than}, {why}: raise this or lower that"
            raise misfits([(("retry", "lease"), what)])
        what = f"must be shorter than mail.retry.lease ({format_duration(lease)}), {why}: lower this or raise that"
        raise misfits([(("relay", "content_timeout"), what)])
