"""Words that mean nothing; the same seed gives the same ones."""

from __future__ import annotations

from random import Random

SYLLABLES = ("ba", "den", "fo", "gri", "kal", "lu", "mar", "ne", "pos", "ri", "sta", "tor", "ul", "ven", "zi")


def words(chance: Random, number: int) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(number))


def headline(seed: str) -> str:
    return words(Random(seed), 6).capitalize()


def paragraphs(seed: str) -> list[str]:
    chance = Random(seed)
    return [f"{words(chance, chance.randint(25, 45)).capitalize()}." for _ in range(5)]
