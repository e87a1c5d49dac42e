"""What the documents say is there, and its commands work."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unmeasured import unmeasured
from treatywatch.cli.main import VERBS

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
NAMED = re.compile(r"`((?:alerts|bench|config|crawlers|docs|pipeline|tests|treatywatch)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PATIENCE = 60
NOWHERE = '  map_hosts: {"*": "127.0.0.1:9"}  #'
TRACKED = [*DOCUMENTS, ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / "requirements.lock"]


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_place_a_document_names_is_there(document: Path) -> None:
    places = NAMED.findall(document.read_text("utf-8"))
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text("utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def commands(document: Path) -> list[str]:
    """Every command in a document's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_two_commands_come_first() -> None:
    assert commands(ROOT / "README.md")[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("command", [line for line in commands(ROOT / "README.md") if line.startswith("make")])
def test_what_make_is_asked_for_is_a_target(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_readme_lists_every_verb_and_no_other() -> None:
    verbs = set(re.findall(r"^\| `([a-z]+)[` ]", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert verbs == set(VERBS)


def typed(command: str, folder: Path) -> int:
    """Type a command in a folder; what stays until it is interrupted is, once it is up."""
    stays = "--serve" in command or (" run" in command and "--once" not in command)
    log = folder / "log"
    with log.open("w") as output:
        child = subprocess.Popen(shlex.split(command), cwd=folder, env=unmeasured(), stdout=output, stderr=output)
    until = time.monotonic() + PATIENCE
    while child.poll() is None and time.monotonic() < until:
        if stays and re.search(r"Mailbox: http|service started", log.read_text("utf-8")):
            child.send_signal(signal.SIGINT)
            return child.wait(PATIENCE)
        time.sleep(0.1)
    child.kill()
    return child.wait()


def test_the_readme_s_commands_run_as_written(tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(sys.prefix)
    lines = [line for line in commands(ROOT / "README.md") if not line.startswith("make ")]
    assert len(lines) >= 4
    for line in lines:
        assert typed(line, tmp_path) == 0, f"{line}: {(tmp_path / 'log').read_text('utf-8')[-2000:]}"
        for service in tmp_path.glob("*/service.yaml"):  # as a reader edits it; ours must not ask the real outlets
            service.write_text(service.read_text("utf-8").replace("  # map_hosts:", NOWHERE), "utf-8")


def test_the_commands_for_adding_an_outlet_run_as_written(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "adding-an-outlet.md").read_text("utf-8")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for name_, recorded in (("feed.xml", "rss20.xml"), ("page.html", "page.html")):
        (tmp_path / name_).write_bytes((ROOT / "tests" / "crawlers" / "recordings" / recorded).read_bytes())
    first, *others = commands(ROOT / "docs" / "adding-an-outlet.md")
    assert typed(first, tmp_path) == 0
    (herald,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "site" / "outlets.yaml").write_text(f"outlets:\n{herald}", "utf-8")
    service = tmp_path / "site" / "service.yaml"
    own = service.read_text("utf-8").replace("example.org/treatywatch; watch@example.org", "watch.example.net")
    service.write_text(own, "utf-8")
    for line in others:
        if " run " in line:  # ours must not ask anybody; a rehearsal is a warning, which strict checks refuse
            service.write_text(own.replace("  # map_hosts:", NOWHERE), "utf-8")
        shell = ["sh", "-c", line]
        done = subprocess.run(shell, check=False, cwd=tmp_path, env=unmeasured(), capture_output=True, text=True)
        assert (done.returncode, '"error"' in done.stdout) == (0, False), (
            f"{line}: {(done.stdout + done.stderr)[-999:]}"
        )


def test_no_document_names_this_machine() -> None:
    here = re.compile(rf"{re.escape(str(ROOT))}|/root/|/home/\w")
    assert [name(file) for file in TRACKED if here.search(file.read_text("utf-8"))] == []
