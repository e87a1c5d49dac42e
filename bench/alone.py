"""A job in a process of its own: `python -m bench.alone JOB`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # Worker processes import the main module again, under another name: like the service's, it holds nothing heavy.
    from bench.job import perform

    perform(sys.argv[1])
