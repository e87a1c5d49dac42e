from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import faults_in, relay, warnings_in, write
from treatywatch.errors import ConfigError
from treatywatch.settings.files import read_files
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from pathlib import Path

BAD = [
    ("password: hunter2", ["75: password: needs a username"]),
    ("password: 7412369", ["75: password: must be text; put it in quotes"]),
    ("password: [hunter2]", ["75: password: must be text; put it in quotes"]),
    ("password: ''", ["75: password: must be one line, and not empty"]),
    ('password: "hunter2\\nx"', ["75: password: must be one line, and not empty"]),
    ("username: u, password: '${SMTP}'", ["88: password: the environment variable SMTP is not set"]),
    (
        "username: u, password: '${SMTP:?see the vault}'",
        ["88: password: the environment variable SMTP is not set: see the vault"],
    ),
    ("username: u, password: '${BROKEN}'", ["88: password: the environment variable BROKEN holds a line break"]),
    ("username: u, password: '${EMPTY}'", ["88: password: must be one line, and not empty"]),
    (
        "username: u, password: 'hunter2${'",
        ["88: password: a '${' that names no variable: write ${NAME}, or $${ for the characters themselves"],
    ),
    (
        "username: u, password: hunter2, security: none, host: mail.example.org",
        ["107: security: would send the password to mail.example.org unprotected: write starttls or tls"],
    ),
    (
        "username: u, password: !hunter2 x",
        ["88: password: tags are not supported; text that begins with '!' must stand in quotes"],
    ),
    ("username: u, password:hunter2", ["78: password:…: unknown key; a space must follow the colon"]),
    (
        "username: u, password: hunter2, password: hunter2",
        ["97: password: stands twice, first in line 2"],
    ),
    ("pasword: hunter2", ["65: pasword: unknown key, did you mean 'password'?"]),
]
ENVIRON = {"BROKEN": "hunter2\nBcc: x", "EMPTY": ""}


@pytest.mark.parametrize(("keys", "lines"), BAD)
def test_a_wrong_password_is_refused_without_being_repeated(tmp_path: Path, keys: str, lines: list[str]) -> None:
    expected = [f"service.yaml:2:{line}".replace(": ", ": mail.relay.", 1) for line in lines]
    assert faults_in(write(tmp_path, {"service.yaml": relay(f"{{{keys}}}")}), ENVIRON) == expected


@pytest.mark.parametrize(
    "keys",
    [
        "username: u, password: *hunter2",
        "username: u, password: hunter2: x",
        "username: u, password: 'hunter2",
        'username: u, password: "\\hunter2"',
        "username: u, password: %hunter2",
        "username: u, password: hunter2, prot: 1",
        "username: u, password: !<hunter2 x",
        "username: u, password: !h!unter2 hunter2",
        "password: hunter2, password_file: password:hunter2",
        "hunter2",
    ],
)
def test_no_trace_of_a_refusal_holds_the_password(tmp_path: Path, keys: str) -> None:
    directory = write(tmp_path, {"service.yaml": relay(f"{{{keys}}}") if ":" in keys else relay(f"[{keys}]")})
    with pytest.raises(ConfigError) as caught:
        load(directory, {})
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.faults)
    assert "hunter2" not in told.replace("password:hunter2", "")


def test_settings_and_files_do_not_show_the_password(tmp_path: Path) -> None:
    directory = write(tmp_path, {"service.yaml": relay("{username: u, password: hunter2}")})
    assert "hunter2" not in repr(load(directory, {})) + repr(read_files(directory, {}))


@pytest.mark.parametrize(
    ("written", "password"),
    [
        ("hunter2", "hunter2"),
        ("'${SMTP}'", "s3cret: ${NOT} # read"),
        ("'a${SMTP_2:-b}c'", "abc"),
        ("'$${SMTP}$'", "${SMTP}$"),
        ("'# not a comment'", "# not a comment"),
    ],
)
def test_a_password_is_taken_literally_once_its_variables_are_filled_in(
    tmp_path: Path, written: str, password: str
) -> None:
    directory = write(tmp_path, {"service.yaml": relay(f"{{username: u, password: {written}}}")})
    assert load(directory, {"SMTP": "s3cret: ${NOT} # read"}).relay.password == password


def test_host_and_user_name_of_the_relay_may_come_from_the_environment(tmp_path: Path) -> None:
    directory = write(tmp_path, {"service.yaml": relay("{host: '${HOST}', username: '${USER}', password: x}")})
    relay_settings = load(directory, {"HOST": "mail.example.org", "USER": "digest"}).relay
    assert (relay_settings.host, relay_settings.username) == ("mail.example.org", "digest")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.8", "'::1'"])
def test_a_password_may_go_unprotected_to_this_machine(tmp_path: Path, host: str) -> None:
    keys = f"{{username: u, password: x, security: none, host: {host}}}"
    directory = write(tmp_path, {"service.yaml": relay(keys)})
    assert faults_in(directory) == warnings_in(directory) == []


@pytest.fixture
def with_file(tmp_path: Path) -> Path:
    """A configuration whose password is in a file beside it."""
    write(tmp_path, {"service.yaml": relay("{username: u, password_file: smtp}")})
    (tmp_path / "smtp").write_text("hunter2\n", encoding="utf-8")
    (tmp_path / "smtp").chmod(0o600)
    return tmp_path


def test_a_password_is_read_from_a_file_beside_the_configuration(with_file: Path) -> None:
    assert load(with_file, {}).relay.password == "hunter2"


def test_a_password_file_may_be_named_by_the_environment(with_file: Path, tmp_path: Path) -> None:
    write(with_file, {"service.yaml": relay("{username: u, password_file: '${CREDENTIALS_DIRECTORY}/smtp'}")})
    assert load(with_file, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).relay.password == "hunter2"


def test_a_password_file_that_others_can_open_is_a_warning(with_file: Path) -> None:
    (with_file / "smtp").chmod(0o640)
    where = "service.yaml:2:93: mail.relay.password_file"
    assert warnings_in(with_file) == [
        f"{where}: others can open the file (mode 0640): chmod 600 {with_file}/smtp",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "can't be read: No such file or directory"),
        (b"", "must hold the secret on one line and nothing else"),
        (b"hunter2\nhunter3\n", "must hold the secret on one line and nothing else"),
        (b"x" * 5000, "must hold the secret on one line and nothing else"),
        (b"\xffhunter2", "is not in UTF-8"),
    ],
)
def test_a_password_file_without_one_password_is_refused(with_file: Path, content: bytes | None, what: str) -> None:
    file = with_file / "smtp"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert faults_in(with_file) == [f"service.yaml:2:93: mail.relay.password_file: the file {file} {what}"]


def test_a_password_is_written_in_one_place_only(with_file: Path) -> None:
    write(with_file, {"service.yaml": relay("{username: u, password: x, password_file: smtp}")})
    assert faults_in(with_file) == [
        "service.yaml:2:106: mail.relay.password_file: password is written too: keep one of the two",
    ]


def test_a_password_file_needs_a_user_name(with_file: Path) -> None:
    write(with_file, {"service.yaml": relay("{password_file: smtp}")})
    assert faults_in(with_file) == ["service.yaml:2:80: mail.relay.password_file: needs a username"]


def test_a_file_of_certificates_must_exist(with_file: Path) -> None:
    write(with_file, {"service.yaml": relay("{ca_file: ca.pem}")})
    assert faults_in(with_file) == [f"service.yaml:2:74: mail.relay.ca_file: there is no file {with_file}/ca.pem"]


def test_a_file_of_certificates_is_found_beside_the_configuration(with_file: Path) -> None:
    write(with_file, {"service.yaml": relay("{ca_file: smtp}")})
    assert load(with_file, {}).relay.ca_file == str(with_file / "smtp")
