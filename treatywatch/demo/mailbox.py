"""A mailbox page on loopback: the list, and each mail as HTML in a sandboxed frame, as text, and with its headers."""

from __future__ import annotations

import html
import re
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from email.message import EmailMessage

    from treatywatch.demo.sink import Letter

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
"""Of our own pages."""
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox"
"""Of a mail's HTML: no script, no image, no form; links open in a window of their own."""
STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: #767676; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
a { color: light-dark(#0b4f9e, #8ab4f8); }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
p.quiet, dt { color: light-dark(#595959, #bbb); }
ol.mails { list-style: none; padding: 0; border-top: 1px solid var(--line); }
ol.mails li { border-bottom: 1px solid var(--line); padding: .75rem 0; }
iframe { width: 100%; height: 75vh; border: 1px solid var(--line); background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; font-size: .85rem; }
nav a { margin-right: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .9rem; }
dd { margin: 0; overflow-wrap: anywhere; }
"""


def serve(letters: Sequence[Letter], port: int) -> None:
    """Show the mails on 127.0.0.1 until interrupted."""
    with listening(letters, port) as server:
        click.echo(f"\nMailbox: http://127.0.0.1:{server.server_address[1]}/   (Ctrl-C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")


def listening(letters: Sequence[Letter], port: int) -> ThreadingHTTPServer:
    """The mailbox's server, not yet serving; on a free port where `port` is in use."""
    try:
        return _Mailbox(letters, port)
    except OSError:
        return _Mailbox(letters, 0)


class _Mailbox(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, letters: Sequence[Letter], port: int) -> None:
        self.letters = letters
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Mailbox

    def do_GET(self) -> None:
        found = re.fullmatch(r"/(?:(\d+)/(|html|text|headers))?", self.path)
        number = int(found[1]) if found and found[1] else 0
        if not found or number > len(self.server.letters) or (found[1] and not number):
            self._send(page("Not here", "<p>There is no such page. <a href='/'>All mails</a>"), POLICY, 404)
        elif not number:
            self._send(listing([_parsed(letter) for letter in self.server.letters]), POLICY)
        elif found[2] == "html":
            self._send(self.server.letters[number - 1].html.read_text("utf-8"), MAIL_POLICY)
        else:
            view = VIEWS[found[2]]
            self._send(letter_page(number, _parsed(self.server.letters[number - 1]), view), POLICY)

    def _send(self, body: str, policy: str, status: int = 200) -> None:
        content = body.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(content)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """A mailbox that one person reads needs no log."""


def page(title: str, body: str) -> str:
    """One of our pages; `body` is HTML."""
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
    )
    return f'<!doctype html><html lang="en"><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>'


def listing(messages: Sequence[EmailMessage]) -> str:
    """All mails, the newest first."""
    items = "".join(
        f"<li><a href='/{number}/'>{html.escape(message['Subject'])}</a>"
        f"<br>{html.escape(message['To'])} · {html.escape(message['Date'])}</li>"
        for number, message in reversed(list(enumerate(messages, 1)))
    )
    intro = (
        "<h1>Mailbox of the demo</h1><p class='quiet'>What subscribers would have got. Nothing here was sent anywhere."
    )
    return page("Mailbox of the demo", f"{intro}<ol class='mails'>{items}</ol>")


def letter_page(number: int, message: EmailMessage, view: Callable[[int, EmailMessage], str]) -> str:
    """One mail, in one of its views."""
    subject = html.escape(message["Subject"])
    links = f"<a href='/{number}/'>HTML</a><a href='/{number}/text'>Text</a><a href='/{number}/headers'>Headers</a>"
    head = f"<nav><a href='/'>← All mails</a>{links}</nav><h1>{subject}</h1>"
    return page(message["Subject"], f"{head}{view(number, message)}")


def _frame(number: int, message: EmailMessage) -> str:
    sandbox = "allow-popups allow-popups-to-escape-sandbox"
    return f"<iframe sandbox='{sandbox}' src='/{number}/html' title='{html.escape(message['Subject'])}'></iframe>"


def _text(_number: int, message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return f"<pre>{html.escape(part.get_content() if part else '')}</pre>"


def _headers(_number: int, message: EmailMessage) -> str:
    rows = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in message.items())
    return f"<dl>{rows}</dl>"


VIEWS: dict[str, Callable[[int, EmailMessage], str]] = {"": _frame, "text": _text, "headers": _headers}


def _parsed(letter: Letter) -> EmailMessage:
    return message_from_bytes(letter.eml.read_bytes(), policy=default)
