from __future__ import annotations

from xxhash import xxh3_128_hexdigest

from pipeline.text import fold, words


def content_key(title: str, text: str) -> str:
    """Identify what an article says: equal for texts that differ only in case, punctuation, spacing or Unicode form.

    xxh3_128 over the words of title and body; the title counts, as outlets often change only that.

    >>> content_key("Talks end", "The envoys left.") == content_key("TALKS END", "The  envoys left")
    True
    >>> content_key("Talks end", "1,550 warheads") == content_key("Talks end", "1,500 warheads")
    False
    """
    said = "\x1f".join((" ".join(words(title)), " ".join(words(text))))
    return xxh3_128_hexdigest(said.encode("utf-8", "surrogatepass"))


def same_title(one: str, other: str) -> bool:
    """True when two titles read the same; an empty one agrees with nothing."""
    return bool(one) and fold(one) == fold(other)
