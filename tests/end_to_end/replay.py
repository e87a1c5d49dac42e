"""A recorded web as a process: `python -m tests.end_to_end.replay INDEX LOG` prints its port and serves until killed.

LOG gets a JSON object for each request.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from treatywatch.demo.recorded import RecordedWeb
from treatywatch.demo.replay import replayed

if TYPE_CHECKING:
    from treatywatch.demo.replay import Heard


def main(index: str, log: str) -> None:
    """Serve until killed."""
    writing = threading.Lock()
    with Path(log).open("a", encoding="utf-8") as requests:

        def tell(heard: Heard) -> None:
            with writing:
                requests.write(json.dumps(asdict(heard)) + "\n")
                requests.flush()

        with replayed(RecordedWeb(Path(index).parent), lambda: datetime.now(UTC), tell) as place:
            print(place.rpartition(":")[2], flush=True)  # noqa: T201 - how the parent learns the port
            threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
