"""A folder with a configuration and a store, and the program run in it as cron or a shell would."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import sys
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.treatywatch.cli.program import clean_environment
from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "treatywatch")
HAS_TABLES = "select 1 from sqlite_master where name = 'versions'"
NOWHERE = "127.0.0.1:1"

Section = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """A run of the program that came to its end."""

    code: int
    stderr: str
    seconds: float

    @property
    def log(self) -> list[Section]:
        """The lines of the log."""
        return [json.loads(line) for line in self.stderr.splitlines() if line.startswith("{")]

    @property
    def messages(self) -> list[str]:
        """What else stands on stderr."""
        return [line for line in self.stderr.splitlines() if not line.startswith("{")]

    def troubles(self) -> list[Section]:
        """Lines that an operator is to look at, but for those about the configuration, which is a rehearsal's."""
        loud = [line for line in self.log if line["level"] in {"warning", "error", "critical"}]
        return [line for line in loud if line["event"] != "configuration"]


@dataclass
class Installation:
    """Hosts of the web are all at `web`, the relay at `relay_port`; change `service` and what follows at will."""

    folder: Path
    web: str = NOWHERE
    relay_port: int = 1
    outlets: list[Section] = field(default_factory=list)
    subscriptions: list[Section] = field(default_factory=list)
    crawl: Section = field(default_factory=dict)
    relay: Section = field(default_factory=dict)
    store: str = ""
    """Path of the store; a file of the folder by default."""
    at: str = "00:00"
    """When digests are due, in UTC."""

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def store_path(self) -> Path:
        return Path(self.store or self.folder / "store.db")

    def write(self) -> None:
        """Write the configuration; JSON is YAML, too."""
        self.config.mkdir(parents=True, exist_ok=True)
        schedule = {"every": "daily", "at": self.at, "zone": "UTC"}
        files: Mapping[str, object] = {
            "service.yaml": self._service(),
            "outlets.yaml": {"outlets": self.outlets},
            "topics.yaml": {"topics": [{"id": "inf", "label": "INF Treaty", "names": ["INF Treaty"]}]},
            "subscriptions.yaml": {
                "subscriptions": [{"schedule": schedule, **subscription} for subscription in self.subscriptions]
            },
        }
        for name, content in files.items():
            (self.config / name).write_text(json.dumps(content, indent=1), "utf-8")

    def copy(self, folder: Path) -> Installation:
        """Another one that has come as far as this one, which has ended."""
        folder.mkdir(parents=True)
        shutil.copy(self.store_path, folder)
        return Installation(folder, self.web, self.relay_port, self.outlets, self.subscriptions, self.crawl)

    async def wait_until_due(self) -> None:
        """Let digests be due from the next full second on, and wait for it. Subscriptions must have begun."""
        moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
        self.at = f"{moment:%H:%M:%S}"
        await asyncio.sleep((moment - datetime.now(UTC)).total_seconds())

    async def start(self, *options: str, under: Sequence[str] = (), **variables: str) -> Process:
        """Start `treatywatch run`, under another command where one is given."""
        self.write()
        command = [*under, *PROGRAM, "--config", str(self.config), "run", *options]
        environment = clean_environment(PYTHONPATH=str(ROOT), **variables)
        return await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, env=environment, stderr=asyncio.subprocess.PIPE
        )

    async def run(self, *options: str, under: Sequence[str] = (), **variables: str) -> Ended:
        """Run `treatywatch run` to its end."""
        return await ended(await self.start(*options, under=under, **variables))

    async def run_once(self) -> Ended:
        """One pass, as cron has it."""
        return await self.run("--once")

    def ask(self, query: str, *parameters: str) -> list[tuple[Any, ...]]:
        """What the store says."""
        with closing(sqlite3.connect(f"file:{self.store_path}?mode=ro", uri=True, timeout=10)) as store:
            return store.execute(query, parameters).fetchall()

    def titles(self) -> list[str]:
        """Of the articles in the archive."""
        return [title for (title,) in self.ask("select title from versions order by title")]

    async def has_archived(self, title: str) -> None:
        """Wait until a running service has stored an article."""
        async with asyncio.timeout(60):
            while not self.store_path.exists() or not self.ask(HAS_TABLES) or title not in self.titles():  # noqa: ASYNC110 - another process stores it
                await asyncio.sleep(0.1)

    def outbox(self) -> list[tuple[str, str, bytes]]:
        """Recipient, state and content of each message, in order."""
        return self.ask(
            "select recipient, rtrim(state), cast(own.content || coalesce(body.content, '') as blob) from outbox"
            " join outbox_contents own using (message_id) left join outbox_bodies body on body.id = body_id"
            " order by outbox.id"
        )

    def _service(self) -> Section:
        relay = {"host": "127.0.0.1", "port": self.relay_port, "security": "none", "timeout": "2s", **self.relay}
        return {
            "store": {"path": str(self.store_path)},
            "crawl": {
                "user_agent": "treatywatch-rehearsal/1 (+https://watch.example.org/)",
                "first_poll": "deliver",
                "timeout": "10s",
                "map_hosts": {"*": self.web},
                **self.crawl,
            },
            "mail": {
                "from": {"name": "Arms Control Watch", "address": "digest@example.org"},
                "relay": relay,
                "retry": {"delays": ["1s"]},
            },
            "ticks": {"dispatch": "1s", "plan": "1s", "deliver": "1s"},
            "shutdown": {"within": "60s", "content": "60s"},  # longer than the tests wait for an end
            "log": {"format": "json"},
        }


async def ended(process: Process, *, within: float = 90) -> Ended:
    """Wait for the program's end, which must come in time."""
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        async with asyncio.timeout(within):
            _, stderr = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.communicate()
        raise
    assert process.returncode is not None
    return Ended(process.returncode, stderr.decode(), clock() - began)


def outlet(name: str) -> Section:
    """An outlet with one feed at a host of its own."""
    return {"id": name, "name": name.replace("_", " ").title(), "sources": [{"url": f"https://{host(name)}/feed"}]}


def host(name: str) -> str:
    """Where an outlet lives."""
    return f"{name.replace('_', '-')}.example.org"


def subscription(name: str, recipients: Iterable[str] = ("reader@example.org",), **asked: object) -> Section:
    """One for the INF Treaty, unless something else is asked for."""
    return {"id": name, "name": name.title(), "recipients": list(recipients), **(asked or {"concepts": ["inf"]})}


@asynccontextmanager
async def sink(folder: Path) -> AsyncIterator[int]:
    """The port of a real SMTP server that keeps what it accepts in a folder, which exists."""
    command = [sys.executable, "-m", "tests.end_to_end.sink", str(folder)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=unmeasured(), stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.kill()
        await process.communicate()
