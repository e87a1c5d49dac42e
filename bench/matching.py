"""`python -m bench.matching`: Boolean queries on texts of 3 kB, beside evaluating all, and beside the automaton alone.

Texts and queries are generated: the same seed gives the same ones. CPU seconds; the ways to match take turns.
"""

from __future__ import annotations

import argparse
import json
import sys
import tracemalloc
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final, TypeVar

from ahocorasick_rs import BytesAhoCorasick

from bench.report import MIB, Result, machine, table
from bench.vocabulary import Vocabulary
from pipeline.matching.matcher import Matcher
from pipeline.matching.normal import normal
from pipeline.matching.parse import parse_query
from pipeline.matching.reading import Reading
from pipeline.model.rule import query_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model.document import Document
    from pipeline.model.rule import Rule

T = TypeVar("T")
SIZES: Final = (1_000, 10_000, 100_000)
TEXTS: Final = 200
SEED: Final = 7
TURNS: Final = 10
EVALUATED: Final = 2_000_000
"""Evaluations of queries that evaluating all is measured on, in a round."""


@dataclass(frozen=True, slots=True)
class Round:
    """CPU seconds a text."""

    ours: float
    alone: float
    """The automaton, on texts that are normalised before."""
    normalising: float
    evidence: float
    everything: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m bench.matching", description=__doc__)
    parser.add_argument("--queries", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args(arguments)
    where = machine()
    results = [measure(number, said.rounds, said.seed) for number in said.queries]
    if said.json:
        print(json.dumps({"machine": where, "results": [result.as_json() for result in results]}, indent=2))
    else:
        print(table(where, results))
    return 0


def measure(number: int, rounds: int, seed: int = SEED) -> Result:
    """Compile so many queries and match texts with them, so many rounds."""
    vocabulary = Vocabulary(Random(seed))
    documents = [vocabulary.document() for _ in range(TEXTS)]
    texts = list(dict.fromkeys(vocabulary.query() for _ in range(number * 2)))[:number]
    parsing, parsed = timed(lambda: [query_rule(text, parse_query(text)) for text in texts])
    tracemalloc.start()
    matcher = Matcher(parsed)
    matcher.matching(documents[0])
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    compiling, matcher = timed(lambda: _compiled(parsed, documents[0]))
    found = [matcher.matching(document) for document in documents]
    few = documents[: max(4, min(TEXTS, EVALUATED // number))]
    same = found[: len(few)] == [everything(matcher, document) for document in few]
    if not same:
        raise RuntimeError("evaluating only candidates and evaluating all come to different results")
    alone = BytesAhoCorasick(matcher.patterns.known)
    took = [_round(matcher, alone, documents, few) for _ in range(rounds)]
    adding, removing = later(matcher, vocabulary, documents[0])
    grown = [_each(matcher.matching, documents) for _ in range(rounds)]
    result = _result(number, documents, found, took)
    result.add("matching after adding twenty", "texts a second", (1 / one for one in grown))
    result.add("parsing all", "CPU s", (parsing,))
    result.add("compiling all", "CPU s", (compiling,))
    result.add("adding one, to the first text", "CPU ms", (adding * 1000,))
    result.add("taking one out", "CPU ms", (removing * 1000,))
    result.add("memory of Python objects", "MiB", (memory / MIB,))
    return result


def everything(matcher: Matcher, document: Document) -> set[str]:
    """Evaluate every query, on what the same automaton found."""
    reading = Reading(document, matcher.patterns)
    return {rule for rule, program in matcher.programs() if program.holds(reading)}


def later(matcher: Matcher, vocabulary: Vocabulary, document: Document) -> tuple[float, float]:
    """Seconds for one query more, to the first text matched with it; and for taking it out."""
    adding, removing = [], []
    for _ in range(20):
        rule = query_rule(text := vocabulary.query() + " AND added", parse_query(text))
        adding.append(timed(partial(_add, matcher, rule, document))[0])
        removing.append(timed(partial(matcher.remove, rule.id))[0])
    return median(adding), median(removing)


def _add(matcher: Matcher, rule: Rule, document: Document) -> None:
    matcher.add(rule)
    matcher.matching(document)


def timed(do: Callable[[], T]) -> tuple[float, T]:
    before = process_time()
    done = do()
    return process_time() - before, done


def _compiled(rules: Sequence[Rule], document: Document) -> Matcher:
    """With its automaton, which is built for the first text."""
    matcher = Matcher(rules)
    matcher.matching(document)
    return matcher


def _round(
    matcher: Matcher, automaton: BytesAhoCorasick, documents: Sequence[Document], few: Sequence[Document]
) -> Round:
    """What is compared runs in turns, as other programs' use of memory and its caches changes from second to second."""
    texts = [normal(document.title) + b"\n" + normal(document.text) for document in documents]
    ours, alone, normalising = (
        sum(each) / TURNS
        for each in zip(
            *(
                (
                    _each(matcher.matching, documents),
                    _each(lambda text: automaton.find_matches_as_indexes(text, overlapping=True), texts),
                    _each(lambda document: (normal(document.title), normal(document.text)), documents),
                )
                for _ in range(TURNS)
            ),
            strict=True,
        )
    )
    return Round(
        ours=ours,
        alone=alone,
        normalising=normalising,
        evidence=_each(matcher.find, documents),
        everything=_each(lambda document: everything(matcher, document), few),
    )


def _each(do: Callable[[T], object], over: Sequence[T]) -> float:
    before = process_time()
    for one in over:
        do(one)
    return (process_time() - before) / len(over)


def _result(
    number: int,
    documents: Sequence[Document],
    found: Sequence[set[str]],
    took: Sequence[Round],
) -> Result:
    result = Result("matching", f"{number:,} queries")
    letters = sum(len(document.title) + len(document.text) for document in documents) / len(documents)
    matches = sum(map(len, found)) / len(found)
    result.notes = [
        f"{len(documents)} texts of {letters:,.0f} characters, {matches:.1f} queries match each",
        "results are those of evaluating all; normalising is counted, except for the automaton alone",
    ]
    result.add("matching", "texts a second", (1 / one.ours for one in took))
    result.add("  of it normalising", "CPU µs a text", (one.normalising * 1e6 for one in took))
    result.add("with evidence", "texts a second", (1 / one.evidence for one in took))
    result.add("evaluating all", "texts a second", (1 / one.everything for one in took))
    result.add("automaton alone", "texts a second", (1 / one.alone for one in took))
    result.add("matching / evaluating all", "times", (one.everything / one.ours for one in took))
    result.add("matching / automaton alone", "times", (one.alone / one.ours for one in took))
    normalised = (one.alone / (one.ours - one.normalising) for one in took)
    result.add("  of texts normalised before", "times", normalised)
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
