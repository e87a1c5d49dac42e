from __future__ import annotations

from pipeline.dedupe.traits import traits
from tests.pipeline.dedupe.newsroom import Newsroom, prose

FOOTER = "\n".join(
    f"{begin} without the written consent of the editors of this paper, who may be reached by letter or by telephone."
    for begin in ("No part may be printed", "No part may be passed on", "No part may be stored", "No part may be sold")
)


def test_two_articles_that_share_an_outlets_footer_are_no_copies() -> None:
    room = Newsroom()
    said = [room.print(f"{prose(1, seed)}\n{FOOTER}", hours=seed).group for seed in range(8)]
    assert "copy" not in said


def test_an_outlets_footer_does_not_hide_who_copies_its_words() -> None:
    room = Newsroom()
    for seed in range(4):
        room.print(f"{prose(4, seed)}\n{FOOTER}", hours=seed)
    found = room.print(f"{prose(1, 9)}\n{FOOTER}", "gazette", hours=5)
    assert found.group == "new"


def test_what_many_articles_of_an_outlet_say_is_left_out_of_them() -> None:
    room = Newsroom()
    for seed in range(4):
        room.print(f"{prose(4, seed)}\n{FOOTER}", hours=seed)
    bare, framed = (
        room.candidate(9, traits("herald", None, "", text), 5).signature
        for text in (prose(4, 9), f"{prose(4, 9)}\n{FOOTER}")
    )
    assert framed.shingles == bare.shingles
    assert framed.words == bare.words
