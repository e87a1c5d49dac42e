"""The shape of topics.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, model_serializer

from treatywatch.settings.base import Strict
from treatywatch.settings.fields import Flag, Id, Language, NotEmpty, Text, Words


def _in_full(name: object) -> object:
    return name if name is None or isinstance(name, dict) else {"text": name}


class NameEntry(Strict):
    """One way to write a topic; in the file also plain text."""

    text: Words
    acronym: Flag = False
    language: Language | None = None

    @model_serializer
    def _short(self) -> str | dict[str, object]:
        details = {"acronym": self.acronym, "language": self.language}
        given = {key: value for key, value in details.items() if value}
        return {"text": self.text, **given} if given else self.text


class TopicEntry(Strict):
    """A concept that articles are watched for."""

    id: Id
    label: Text
    names: Annotated[tuple[Annotated[NameEntry, BeforeValidator(_in_full)], ...], NotEmpty]


class TopicsFile(Strict):
    """topics.yaml."""

    topics: tuple[TopicEntry, ...]
