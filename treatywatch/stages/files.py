"""Files that a line names."""

from __future__ import annotations

import asyncio
import gzip
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from treatywatch.stages.errors import LineUnreadable

GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Files:
    """Finds and reads them: relative ones in the working directory, then in `beside`."""

    limit: int
    """Bytes of a file, and of what it unpacks to: what a fetch of its kind may bring."""
    beside: Path | None = None
    """The folder of the input, where it is a file."""

    async def read(self, name: str) -> bytes:
        """The bytes of a file; those named `.gz` are unpacked. Raises LineUnreadable."""
        try:
            return await asyncio.to_thread(self._read, self._found(Path(name)))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise LineUnreadable(f"{name}: is a broken gzip file ({error})") from None
        except (OSError, ValueError) as error:
            what = getattr(error, "strerror", None) or error
            raise LineUnreadable(f"{name}: can't be read ({what})") from None

    def _found(self, path: Path) -> Path:
        if self.beside and not path.is_absolute() and not path.exists():
            return self.beside / path
        return path

    def _read(self, path: Path) -> bytes:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device may never end
            raise ValueError("it is no ordinary file")
        with path.open("rb") as file:
            packed = path.suffix == ".gz" and file.peek(len(GZIP)).startswith(GZIP)
            body = (gzip.GzipFile(fileobj=file) if packed else file).read(self.limit + 1)
        if len(body) > self.limit:
            raise ValueError(f"it is larger than {self.limit} bytes")
        return body
