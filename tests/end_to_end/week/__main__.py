"""A week in minutes, in a process of its own: `python -m tests.end_to_end.week small|whole FOLDER`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # Worker processes import the main module again, under another name: like the service's, it holds nothing heavy.
    from tests.end_to_end.week.rehearse import main

    main(*sys.argv[1:])
