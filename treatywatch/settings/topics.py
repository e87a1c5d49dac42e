"""The shape of topics.yaml, and of topics.local.yaml beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from treatywatch.settings.base import Strict, misfits
from treatywatch.settings.fields import Count, EachOnce, Flag, Id, Language, NotEmpty, Text, Words
from treatywatch.settings.queries import Pattern, QueryText

if TYPE_CHECKING:
    from pydantic.config import JsonDict

ASKED = ("names", "any", "all")
GONE = ("retired", "replaced_by")
ASKS_FOR_SOMETHING: JsonDict = {"anyOf": [{"required": [key]} for key in (*ASKED, *GONE)]}
"""`TopicEntry._asks_for_something`, for editors."""
Patterns = Annotated[tuple[Pattern, ...], EachOnce]
Score = Annotated[int, Field(strict=True, ge=0)]


class Brief(Strict):
    """A mapping that is shown with what is written in it, and not with the rest."""

    @model_serializer(mode="wrap")
    def _as_written(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in dump(self).items() if key in self.model_fields_set}


class ContextSetEntry(Brief):
    """Words that tell the sense of names that mean other things as well."""

    id: Id
    """Names and topics refer to it by it."""
    near: Annotated[Patterns, NotEmpty]
    """Words of which one must stand near the name."""
    strong: Patterns = ()
    """Words of which one settles it wherever it stands in the article; three do for an acronym in small letters."""


def _in_full(name: object) -> object:
    return name if name is None or isinstance(name, dict) else {"text": name}


class NameEntry(Strict):
    """One way to write a topic."""

    text: Pattern
    """The name; matches as a run of whole words, `word*` with any ending."""
    acronym: Flag = False
    """True matches in exactly this case; write so whatever is also an ordinary word."""
    capitals: Flag = False
    """True matches among words all in capitals too; for acronyms that are no words."""
    language: Language | None = None
    """The language it belongs to, by which it is inflected: de, en, es, fr, pl, ru."""
    context: Annotated[tuple[Id, ...], EachOnce] = ()
    """Ids of context sets; the name counts only where their words tell the sense."""
    within: Count = 15
    """How many words away from the name is near."""

    @model_serializer(mode="wrap")
    def _short(self, dump: SerializerFunctionWrapHandler) -> str | dict[str, object]:
        given = {key: value for key, value in dump(self).items() if key in self.model_fields_set}
        return self.text if list(given) == ["text"] else given


Name = Annotated[NameEntry, BeforeValidator(_in_full, json_schema_input_type=Words | NameEntry)]


class ContextEntry(Brief):
    """What every place must have near it, or the article somewhere."""

    sets: Annotated[tuple[Id, ...], EachOnce] = ()
    """Ids of context sets."""
    any: Patterns = ()
    """Words of which one must stand near, beside those of the sets."""
    within: Count = 15
    """How many words away is near."""


class WeightsEntry(Brief):
    """What a place adds to the score."""

    title: Score = 2
    """In the title."""
    body: Score = 1
    """In the text."""


class ExamplesEntry(Brief):
    """Texts that say what a topic is and is not about; a topic whose examples fail is refused."""

    match: tuple[Text, ...] = ()
    """Texts that must match."""
    ignore: tuple[Text, ...] = ()
    """Texts that must not match."""


class TopicEntry(Brief):
    """A concept that articles are watched for."""

    model_config = ConfigDict(json_schema_extra=ASKS_FOR_SOMETHING)

    id: Id
    """Permanent: subscriptions and stored matches know the topic by it."""
    label: Text
    """As digests print it."""
    names: Annotated[tuple[Name, ...], NotEmpty] = ()
    """The ways to write it: plain text, which matches in any case, or a mapping with details."""
    any: tuple[QueryText, ...] = ()
    """Queries, each of which is as good as a name."""
    all: tuple[QueryText, ...] = ()
    """Queries that must all hold besides."""
    none: tuple[QueryText, ...] = ()
    """Queries of which none may hold of the article."""
    context: ContextEntry | None = None
    """What places of `any`, and of names without a context of their own, need."""
    exclude_near: Patterns = ()
    """Words that veto a place which they stand around; other places in the article still count."""
    weights: WeightsEntry = WeightsEntry()
    """What a place adds to the score that `min_score` asks for."""
    min_score: Score = 0
    """The score below which the topic does not match."""
    languages: Annotated[tuple[Language, ...], EachOnce] = ()
    """Only articles in one of these languages, or of unknown language."""
    examples: ExamplesEntry = ExamplesEntry()
    """Texts that must match, and texts that must not."""
    retired: Flag = False
    """True for a topic that is given up: nothing is watched for, and its id is not used again."""
    replaced_by: Id | None = None
    """The topic that took its place; subscriptions that name this one get that one."""

    @property
    def gone(self) -> bool:
        """Whether it is watched for no longer."""
        return self.retired or self.replaced_by is not None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.names or self.any or self.all or self.gone):
            raise misfits([((), "asks for nothing: add 'names', or queries under 'any' or 'all'")])
        return self


class TopicsFile(Brief):
    """What is watched for."""

    context_sets: tuple[ContextSetEntry, ...] = ()
    """Words that tell the sense of names; names refer to them by `context`."""
    topics: tuple[TopicEntry, ...]
    """The topics that articles are matched against."""

    def joined(self, own: TopicsFile) -> TopicsFile:
        """This file with what `own` says of an id in place of what stands here, and with what it adds."""
        sets = {entry.id: entry for entry in (*self.context_sets, *own.context_sets)}
        topics = {entry.id: entry for entry in (*self.topics, *own.topics)}
        return TopicsFile.model_construct(context_sets=tuple(sets.values()), topics=tuple(topics.values()))
