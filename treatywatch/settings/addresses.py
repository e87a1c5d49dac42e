"""Addresses of mail and of the web, as they may stand in the files."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, WithJsonSchema

from treatywatch.settings import notation
from treatywatch.settings.base import misfits, wrong
from treatywatch.settings.faults import did_you_mean
from treatywatch.settings.fields import Text

HOST = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]")
SCHEMES = ("http", "https")


def canonical_address(text: str) -> str:
    """The form of an address that goes to the relay: domain in lower case and in ASCII (IDNA).

    A part before the @ that is not ASCII stays so, in NFC: only a relay with SMTPUTF8 takes it (RFC 6531). Domains for
    tests (RFC 6761) are allowed.

    Raises:
        EmailNotValidError: with a sentence that says why.
    """
    checked = validate_email(text, check_deliverability=False, test_environment=True)
    return checked.ascii_email or f"{checked.local_part}@{checked.ascii_domain}"


def _mail_address(text: str) -> str:
    return _checked(text, smtputf8=False)


def _recipient(text: str) -> str:
    return _checked(text, smtputf8=True)


def _checked(text: str, *, smtputf8: bool) -> str:
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=smtputf8, test_environment=True)
        return canonical_address(text)
    except EmailNotValidError as error:
        raise wrong(f"'{text}' is no mail address: {_sentence_part(str(error))}") from None


def _sentence_part(message: str) -> str:
    return message[0].lower() + message[1:].rstrip(".")


def _web_address(text: str) -> str:
    # The address itself is not repeated in the faults below: it may hold a password.
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong("the host or port of this address can't be read") from None
    if parts.scheme not in SCHEMES:
        raise wrong(f"must begin with http:// or https://{did_you_mean(parts.scheme, SCHEMES)}")
    if "@" in parts.netloc:
        raise wrong("user name and password have no place in an address")
    if not host or port == 0 or not HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise wrong("the host or port of this address can't be read")
    if " " in text:
        raise wrong("an address has no spaces: write %20")
    return text


def _user_agent(text: str) -> str:
    if not text.isascii():
        raise wrong("a user agent is written in ASCII")
    if "mozilla" in text.casefold():
        raise wrong("names a browser: name the product and a contact, such as 'treatywatch/0.1 (+https://…)'")
    if "@" not in text and "http://" not in text and "https://" not in text:
        raise wrong("names no contact: add the address of a page or a mailbox in brackets")
    return text


def _mapped_hosts(hosts: dict[str, str]) -> dict[str, str]:
    found = [((name,), what) for name, target in hosts.items() if (what := _bad_mapping(name, target))]
    if found:
        raise misfits(found)
    return hosts


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _bad_mapping(name: str, target: str) -> str | None:
    if name != "*" and not HOST.fullmatch(name):
        return "write a host without scheme, port or path, or '*' for all"
    host, _, port = target.rpartition(":")
    if not _is_ip(host) or not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65_535:  # noqa: PLR2004 - the largest port
        return f"'{target}' is no address and port: write it such as 127.0.0.1:8081"
    return None


MailAddress = Annotated[Text, AfterValidator(_mail_address), WithJsonSchema(notation.MAIL_ADDRESS)]
Recipient = Annotated[Text, AfterValidator(_recipient), WithJsonSchema(notation.RECIPIENT)]
WebAddress = Annotated[Text, AfterValidator(_web_address), WithJsonSchema(notation.WEB_ADDRESS)]
UserAgent = Annotated[Text, AfterValidator(_user_agent), WithJsonSchema(notation.USER_AGENT)]
MappedHosts = Annotated[dict[str, Text], AfterValidator(_mapped_hosts), WithJsonSchema(notation.MAPPED_HOSTS)]
