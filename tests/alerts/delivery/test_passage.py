from __future__ import annotations

import pytest

from alerts.passage import Passage


@pytest.mark.parametrize("phase", ["connect", "mail", "content"])
def test_nothing_begins_after_a_stop(phase: str) -> None:
    passage = Passage()
    passage.stop()
    with pytest.raises(ConnectionAbortedError):
        passage.enter(phase)
    assert passage.phase == "done"


@pytest.mark.parametrize(("phase", "under_way"), [("connect", False), ("data", False), ("content", True)])
def test_a_stop_tells_whether_content_is_under_way(phase: str, under_way: bool) -> None:  # noqa: FBT001 - a table's column
    passage = Passage()
    passage.enter(phase)
    assert passage.stop() is under_way


def test_a_stop_between_two_messages_finds_nothing_under_way() -> None:
    passage = Passage()
    passage.enter("content")
    passage.leave()
    assert not passage.stop()
