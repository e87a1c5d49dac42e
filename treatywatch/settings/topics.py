"""The shape of topics.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, model_serializer

from treatywatch.settings.base import Strict
from treatywatch.settings.fields import Flag, Id, Language, NotEmpty, Text, Words


def _in_full(name: object) -> object:
    return name if name is None or isinstance(name, dict) else {"text": name}


class NameEntry(Strict):
    """One way to write a topic."""

    text: Words
    """The name; matches as a run of whole words."""
    acronym: Flag = False
    """True matches in exactly this case; write so whatever is also an ordinary word."""
    language: Language | None = None
    """The language it belongs to."""

    @model_serializer
    def _short(self) -> str | dict[str, object]:
        details = {"acronym": self.acronym, "language": self.language}
        given = {key: value for key, value in details.items() if value}
        return {"text": self.text, **given} if given else self.text


Name = Annotated[NameEntry, BeforeValidator(_in_full, json_schema_input_type=Words | NameEntry)]


class TopicEntry(Strict):
    """A concept that articles are watched for."""

    id: Id
    """Permanent: subscriptions and stored matches know the topic by it."""
    label: Text
    """As digests print it."""
    names: Annotated[tuple[Name, ...], NotEmpty]
    """The ways to write it: plain text, which matches in any case, or a mapping with details."""


class TopicsFile(Strict):
    """What is watched for."""

    topics: tuple[TopicEntry, ...]
    """The topics that articles are matched against."""
