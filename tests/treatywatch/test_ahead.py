from __future__ import annotations

from treatywatch.ahead import AHEAD, Ahead


class Store:
    """Due work, a piece a host; remembers how it was asked."""

    def __init__(self, *hosts: str) -> None:
        self.due = list(hosts)
        self.looks: list[tuple[frozenset[str], int]] = []

    async def look(self, busy: frozenset[str], limit: int) -> list[tuple[str, int]]:
        self.looks.append((busy, limit))
        return [(host, number) for number, host in enumerate(self.due) if host not in busy][:limit]


async def test_one_look_serves_several_times() -> None:
    store = Store("a", "b", "c")
    find = Ahead(store.look)
    found = [await find(frozenset(), 1), await find(frozenset("a"), 1), await find(frozenset("ab"), 1)]
    assert found == [[("a", 0)], [("b", 1)], [("c", 2)]]
    assert store.looks == [(frozenset(), AHEAD)]


async def test_a_host_that_has_become_busy_is_passed_over() -> None:
    find = Ahead(Store("a", "b").look)
    await find(frozenset(), 1)
    assert await find(frozenset("b"), 1) == [("a", 0)]


async def test_work_is_looked_for_again_where_all_that_was_found_is_busy() -> None:
    store = Store("a", "b")
    find = Ahead(store.look)
    await find(frozenset(), 1)
    store.due = ["a", "b", "c"]
    assert await find(frozenset("ab"), 2) == [("c", 2)]


async def test_nothing_due_is_nothing() -> None:
    assert await Ahead(Store().look)(frozenset(), 4) == []
