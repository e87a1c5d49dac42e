"""Whether topics do what their examples say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import RuleError
from pipeline.matching.matcher import Matcher
from pipeline.model.document import Document as Article
from treatywatch.errors import ConfigError
from treatywatch.settings.convert_topics import concepts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.match import Finding
    from pipeline.model.rule import Rule
    from treatywatch.settings.document import Document
    from treatywatch.settings.faults import Fault, Where
    from treatywatch.settings.files import Files

SHOWN = 80
"""Characters of an example that a fault repeats."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One example, tried."""

    topic: str
    kind: str
    """`match` or `ignore`: what it says must happen."""
    number: int
    """Its place in the list, from 0."""
    text: str
    finding: Finding

    @property
    def passed(self) -> bool:
        """Whether the topic does as it says."""
        return self.finding.matched is (self.kind == "match")

    @property
    def what(self) -> str:
        """What is wrong with a topic that does not, in a sentence."""
        text = self.text if len(self.text) <= SHOWN else f"{self.text[: SHOWN - 1]}…"
        if self.finding.matched:
            words = ", ".join(dict.fromkeys(span.text for span in self.finding.spans)) or "a query"
            return f"the topic matches this example, by {words}, and must not: {text}"
        refused = ", ".join(dict.fromkeys(f"{each.span.text} ({each.guard})" for each in self.finding.rejected))
        why = f"refused: {refused}" if refused else "none of its names stands there"
        return f"the topic does not match this example ({why}): {text}"


def trials(files: Files) -> list[Trial]:
    """Every example of every topic that is watched for, tried.

    Raises:
        ConfigError: for topics that can't be compiled, such as those that ask for each other.
    """
    rules = list(concepts_of(files.topics))
    try:
        matcher = Matcher(rules)
    except RuleError as error:
        document, where = _topic(files, error.rule)
        raise ConfigError([document.fault(where, error.what)]) from None
    return [trial for rule in rules for trial in _tried(rule, matcher)]


def check_examples(files: Files) -> None:
    """Refuse topics whose own examples fail.

    Raises:
        ConfigError: with each example that fails, at its place.
    """
    if failed := list(failures(files, trials(files))):
        raise ConfigError(failed)


def failures(files: Files, tried: Sequence[Trial]) -> Iterator[Fault]:
    """The trials that failed, each at the place of its example."""
    for trial in tried:
        if not trial.passed:
            document, where = _topic(files, trial.topic)
            yield document.fault((*where, "examples", trial.kind, trial.number), trial.what)


def _tried(rule: Rule, matcher: Matcher) -> Iterator[Trial]:
    for kind, texts in (("match", rule.examples.match), ("ignore", rule.examples.ignore)):
        for number, text in enumerate(texts):
            yield Trial(rule.id, kind, number, text, matcher.explain(rule.id, Article("", text)))


def _topic(files: Files, id_: str) -> tuple[Document, Where]:
    """Where the topic stands whose word holds."""
    places = {
        found: (document, where[:-1])
        for document in files.topic_documents
        for where, found in document.texts("topics", "*", "id")
    }
    return places[id_]
