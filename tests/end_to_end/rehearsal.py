"""The whole program on loopback: a recorded web, a mail sink and `treatywatch run`, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage

ROOT = Path(__file__).parents[2]

SERVICE = """\
store: {{path: {folder}/store.db}}
crawl:
  user_agent: "treatywatch-rehearsal/1 (+https://watch.example.org/; watch@example.org)"
  first_poll: deliver
  interval: {interval}
  map_hosts: {{"*": "127.0.0.1:{http}"}}
mail:
  from: {{name: Arms Control Watch, address: digest@example.org}}
  relay: {{host: 127.0.0.1, port: {smtp}, security: none}}
  retry: {{delays: [1s], expire_after: 72h, lease: 15m}}
ticks: {{dispatch: 1s, plan: 1s, deliver: 1s, maintain: 1h}}
log: {{level: info, format: json}}
"""
TOPICS = """\
topics:
- {id: inf, label: INF Treaty, names: [{text: INF, acronym: true}, INF Treaty, Intermediate-Range Nuclear Forces]}
- {id: new_start, label: New START, names: [{text: New START, acronym: true}]}
"""
SUBSCRIPTIONS = """\
subscriptions:
- id: arms
  name: Arms control
  recipients: [desk@example.org]
  concepts: [inf, new_start]
  schedule: {{every: daily, at: "{at}", zone: UTC}}
"""


@dataclass
class Rehearsal:
    """One folder with everything in it. Used as a context; all processes end with it."""

    folder: Path
    index: Path
    interval: str = "1h"
    children: list[subprocess.Popen[str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        (self.folder / "mails").mkdir(parents=True)
        http = self._serve("replay", str(self.index), str(self.folder / "http.log"))
        smtp = self._serve("sink", str(self.folder / "mails"))
        config = self.folder / "config"
        config.mkdir()
        said = {
            "service.yaml": SERVICE.format(folder=self.folder, interval=self.interval, http=http, smtp=smtp),
            "outlets.yaml": outlets(self.index),
            "topics.yaml": TOPICS,
        }
        for name, text in said.items():
            (config / name).write_text(text, "utf-8")
        self.have_the_digest_due(timedelta(hours=12))
        return self

    def have_the_digest_due(self, wait: timedelta) -> None:
        """Set the time of the daily digest; the service reads it when it starts."""
        at = datetime.now(UTC) + wait
        (self.folder / "config" / "subscriptions.yaml").write_text(SUBSCRIPTIONS.format(at=f"{at:%H:%M:%S}"))

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()
            for pipe in (child.stdout, child.stderr):
                if pipe:
                    pipe.close()

    def start(self, *options: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start the service; its log is appended to `log.jsonl`."""
        command = [sys.executable, "-m", "treatywatch", "--config", str(self.folder / "config"), "run", *options]
        with (self.folder / "log.jsonl").open("a") as log:
            child = subprocess.Popen(command, cwd=ROOT, env=env, stderr=log, text=True)
        self.children.append(child)
        return child

    def run_until(self, done: Callable[[], bool], seconds: float) -> None:
        """Run the service until `done`, then end it as an operator would; fails after `seconds`."""
        before = self.starts()
        child = self.start()
        until = time.monotonic() + seconds
        while self.starts() == before or not done():
            assert child.poll() is None, "the service ended by itself"
            assert time.monotonic() < until, "the rehearsal took too long"
            time.sleep(0.2)
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0

    def kill_after(self, seconds: float) -> None:
        """Start the service and kill it, and nothing else, after so long."""
        child = self.start(env=unmeasured())
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """What the store says; nothing before it exists."""
        path = self.folder / "store.db"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as store:
            try:
                return store.execute(query).fetchall()
            except sqlite3.OperationalError:
                return []  # the tables are not there yet

    def archive(self) -> list[tuple[Any, ...]]:
        """The logical rows: outlet, address, content of each version, arrival, concept, spans."""
        return self.ask(
            "select outlet, url_key, number, content_key, v.arrival, rule, spans from articles a"
            " join versions v on v.article_id = a.id left join matches m on m.version_id = v.id order by 1, 2, 3, 6"
        )

    def settled(self) -> bool:
        """Every source was polled and no page waits."""
        polled = self.ask("select count(*), count(last_polled) from sources")
        return bool(polled) and polled[0][0] == polled[0][1] > 0 and self.ask("select count(*) from pages") == [(0,)]

    def mails(self) -> list[bytes]:
        """What the sink accepted, in order."""
        return [file.read_bytes() for file in sorted((self.folder / "mails").glob("*.eml"))]

    def letters(self) -> list[EmailMessage]:
        """The same, parsed."""
        return [message_from_bytes(content, policy=default) for content in self.mails()]

    def requests(self) -> list[dict[str, Any]]:
        """What the recorded web was asked."""
        return [json.loads(line) for line in (self.folder / "http.log").read_text().splitlines()]

    def log(self) -> list[dict[str, Any]]:
        """What the service logged; Python says on stderr, too, what a killed process left behind."""
        lines = (self.folder / "log.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def starts(self) -> int:
        """How often the service came up."""
        path = self.folder / "log.jsonl"
        return path.read_text().count('"event": "service started"') if path.exists() else 0

    def _serve(self, module: str, *arguments: str) -> int:
        command = [sys.executable, "-m", f"tests.end_to_end.{module}", *arguments]
        child = subprocess.Popen(command, cwd=ROOT, env=unmeasured(), stdout=subprocess.PIPE, text=True)
        self.children.append(child)
        assert child.stdout is not None
        return int(child.stdout.readline())


def rows(index: Path, kind: str) -> dict[str, dict[str, Any]]:
    """The rows of a recorded web of one kind, by address; the later row wins."""
    found = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
    return {row["url"]: row for row in found if row["kind"] == kind}


def outlets(index: Path) -> str:
    """The outlets.yaml of a recorded web."""
    entries = [
        {"id": row["outlet"], "name": row["name"], "sources": [{"url": row["url"]}]}
        | ({"languages": [row["language"]]} if row["language"] else {})
        for row in rows(index, "feed").values()
    ]
    return json.dumps({"outlets": entries}, ensure_ascii=False, indent=1)  # JSON is YAML, too
