"""Articles in words of our own, and a window to put them in."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from bench.prose import Prose
from pipeline.dedupe.index import Index
from pipeline.dedupe.member import HOUR
from pipeline.dedupe.traits import traits
from pipeline.model.story import Group

if TYPE_CHECKING:
    from pipeline.dedupe.member import Candidate
    from pipeline.dedupe.traits import Traits
    from pipeline.model.story import Grouping

START = 1_770_000_000


class Newsroom:
    """Puts articles into a window as the service does, and numbers stories by their first article."""

    def __init__(self) -> None:
        self.index = Index()
        self.count = 0
        self.stories: list[int] = []

    def print(
        self, text: str, outlet: str = "herald", hours: float = 0.0, title: str = "", language: str | None = None
    ) -> Grouping:
        number, self.count = self.count, self.count + 1
        it = self.candidate(number, traits(outlet, language, title, text), hours)
        found = self.index.group(it)
        story = number if found.story is None else found.story
        self.index.add(it, story, found.of if found.group is Group.COPY else None)
        self.stories.append(story)
        return found

    def candidate(self, number: int, it: Traits, hours: float) -> Candidate:
        return self.index.candidate(number, START + int(hours * HOUR), it)


def prose(paragraphs: int = 4, seed: int = 1) -> str:
    """Meaningless sentences, some forty words a paragraph."""
    return "\n".join(Prose(Random(seed)).article(paragraphs))


REPORT = """GENEVA, March 2. Envoys of both sides met for eleven hours over the verification of warheads in storage.
The talks ended without a joint statement, but the chief negotiators agreed to exchange data on 312 launchers by 15
April. Inspectors have not visited the bases near Tarvin since 2020, and each side blames the other for the pause. A
diplomat who took part said the mood was better than in November, when the round was broken off after two hours. The
next round is to begin on 9 May in Essendorf; until then working groups meet every week by video link. Observers had
hoped for more: the treaty that limits the arsenals lapses in less than a year, and nothing follows it."""
RETOLD = """Negotiators left Geneva without a common declaration after eleven hours of talks on how stored warheads
could be verified. According to a participant the atmosphere had improved since November. The delegations will hand
over data on launchers in April, and the envoys come together again in Essendorf in May. No inspectors were let onto
the bases near Tarvin for years. Unless the sides agree, the treaty that limits their arsenals lapses without a
successor next year."""
OTHER = """The harbour of Lormont reopened on Tuesday after divers removed the wreck of a trawler that sank in the
storm. Ferries to the islands sail again from noon, the port authority said. Fishermen complained that compensation
was slow to come; the ministry answered that most applications lacked receipts. The storm had torn down the roof of
the fish market and flooded the railway. Trains will not run before the weekend, and schools on the coast stay shut
until the power lines are mended."""
