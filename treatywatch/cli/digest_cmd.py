from __future__ import annotations

import json
import os
import sys
import webbrowser
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import click

from treatywatch.by_hand import preview, replay, send, send_copy
from treatywatch.cli.letters import parts
from treatywatch.cli.moments import Moment
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.settings.faults import did_you_mean
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.subscription import Subscription
    from treatywatch.by_hand import Replayed
    from treatywatch.settings.settings import Settings

named = click.argument("subscription", required=False)
out_option = click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the files here, and open nothing.",
)


@click.group()
def digest() -> None:
    """Look at digests, send them out of turn, and give them out again."""


@digest.command("preview")
@named
@config_option
@click.option("--since", metavar="TIME", type=Moment(), help="Of all that came from then on, as if all were new.")
@out_option
def preview_(subscription: str | None, directory: Path | None, since: datetime | None, out: Path | None) -> None:
    """Show the digest that SUBSCRIPTION would get now; nothing is stored or sent.

    It opens in the browser; where there is none, or with --out, the place of the files is printed. SUBSCRIPTION may be
    left out where there is only one.
    """
    settings = load(config_directory(directory), os.environ)
    wanted = _named(settings, subscription)
    with opened(settings.store) as database:
        page = database.read_now(lambda conn: preview(conn, settings, wanted, datetime.now(UTC), since))
    folder = out or Path(mkdtemp(prefix="treatywatch-preview-"))
    _write(folder, {f"{wanted.id}.html": page.html.encode(), f"{wanted.id}.txt": page.text.encode()})
    shown = (folder / f"{wanted.id}.html").resolve()
    click.echo(f"Subject: {page.subject}")
    if out or not has_browser(os.environ, sys.platform) or not webbrowser.open(shown.as_uri()):
        click.echo(str(shown))


@digest.command("send")
@named
@config_option
@click.option("--to", metavar="ADDRESS", help="To this address alone; the subscription still gets its own.")
def send_(subscription: str | None, directory: Path | None, to: str | None) -> None:
    """Mail SUBSCRIPTION now what it has not been told yet; its next digest has what comes after.

    The mails go into the outbox. The service hands them over, or `treatywatch run --once`.
    """
    settings = load(config_directory(directory), os.environ)
    wanted, now = _named(settings, subscription), datetime.now(UTC)
    if wanted.paused and not to:
        raise click.UsageError(f"{wanted.id} is paused and gets nothing; --to sends a copy to one address")
    with opened(settings.store) as database:
        sent = send_copy(database, settings, wanted, to, now) if to else send(database, settings, wanted, now)
    click.echo(f"{sent} in the outbox" if sent else "Nothing that was not told yet; nothing is sent.")


@digest.command("replay")
@click.argument("digest_id", metavar="ID")
@click.option("--of", "subscription", metavar="SUBSCRIPTION", help="Where digests of two subscriptions bear that id.")
@config_option
@out_option
@json_option
def replay_(
    digest_id: str, subscription: str | None, directory: Path | None, out: Path | None, *, as_json: bool
) -> None:
    """Give out digest ID byte for byte as it went out, with the version of every article that it drew on.

    ID stands at the end of each mail. Mails are kept as long as retention.mails says. With --out each mail is written
    as it was sent, and as HTML and plain text; else the plain text is printed.
    """
    settings = load(config_directory(directory), os.environ)
    with opened(settings.store) as database:
        found = database.read_now(lambda conn: replay(conn, digest_id.upper(), subscription))
    if out:
        for number, letter in enumerate(found.letters, 1):
            content = letter.content or b""
            files = {suffix: words.encode() for suffix, words in parts(content).items()} | {"eml": content}
            _write(out, {f"{digest_id.upper()}-{number:03}.{suffix}": body for suffix, body in files.items()})
    if as_json:
        click.echo(json.dumps(_plain(found), indent=2, ensure_ascii=False))
    elif out:
        click.echo(f"{len(found.letters)} as sent, in {out.resolve()}")
    else:
        click.echo(parts(found.letters[0].content or b"")["txt"], nl=False)


def has_browser(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a page can be shown: on a desktop, or where `$BROWSER` says how."""
    return platform in {"darwin", "win32"} or any(
        environ.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    )


def _named(settings: Settings, name: str | None) -> Subscription:
    known = {subscription.id: subscription for subscription in settings.subscriptions}
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name not in known:
        what = f"there is no subscription {name!r}{did_you_mean(name, known)}" if name else "name one"
        raise click.BadParameter(f"{what}; there are {', '.join(known) or 'none'}", param_hint="SUBSCRIPTION")
    return known[name]


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise click.FileError(str(folder), f"{error.strerror}; name another folder with --out") from error


def _plain(found: Replayed) -> dict[str, object]:
    mails = [
        {"recipient": letter.recipient, "message_id": letter.message_id, "state": letter.state, "sha256": letter.sha256}
        for letter in found.letters
    ]
    articles = [
        {
            "part": placed.part, "label": placed.label, "rule": placed.rule or None, **asdict(citation),
            "seen_at": citation.seen_at.isoformat(),
        }
        for placed, citation in found.articles
    ]  # fmt: skip
    return {"mails": mails, "articles": articles}
