"""What we are compared with: the libraries alone, in this process, on the same bytes."""

from __future__ import annotations

import gc
import io
import time
from typing import TYPE_CHECKING

import feedparser
from trafilatura import bare_extraction
from trafilatura.meta import reset_caches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bench.material import Document


def bare_feedparser(feeds: Iterable[Document]) -> float:
    """CPU seconds for parsing all feeds, with feedparser's defaults."""
    return _cpu(lambda body: feedparser.parse(io.BytesIO(body)), feeds)


def bare_trafilatura(pages: Iterable[Document]) -> float:
    """CPU seconds for extracting the text of all pages, with the options of `crawlers.articles`."""
    reset_caches()
    return _cpu(
        lambda body: bare_extraction(body, favor_precision=True, include_comments=False, with_metadata=False), pages
    )


def _cpu(work: Callable[[bytes], object], documents: Iterable[Document]) -> float:
    bodies = [document.body() for document in documents]
    gc.collect()
    gc.freeze()  # the service's own objects would make each collection dearer than it is to the library alone
    try:
        before = time.process_time()
        for body in bodies:
            work(body)
        return time.process_time() - before
    finally:
        gc.unfreeze()
