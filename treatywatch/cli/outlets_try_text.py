"""What `outlets try` found, for people on stderr and for programs as JSON."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import click

from alerts.clean import clean_text
from treatywatch.cli.report import LONGEST, Report
from treatywatch.stages.jsonl import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawlers.state import PageWork
    from treatywatch.stages.jsonl import Object
    from treatywatch.trying.choice import Verdict
    from treatywatch.trying.discovery import Discovery
    from treatywatch.trying.trial import Sample

SHOWN = 5
"""Entries of a source that are shown."""
WIDEST = 110


def tell(found: Discovery, known: Mapping[str, str]) -> None:
    """Print the report. `known` are addresses of sources that are configured already, with their outlets."""
    report = Report(min(shutil.get_terminal_size((100, 0)).columns, WIDEST))
    report.section(clean_text(found.site.name or found.url, LONGEST))
    report.say("problem", found.problem, colour="red")
    for verdict in found.verdicts:
        _tell_source(verdict, known, report)
    for sample in found.samples:
        _tell_article(sample, report)
    if not found.chosen:
        report.section("Nothing to collect")
        report.say("", "A page that lists articles can be a source by selectors: see `listing` in outlets.yaml.")
    report.lines.append("")
    click.echo("\n".join(report.lines), err=True, color=False if os.environ.get("NO_COLOR") else None)


def plain(found: Discovery) -> Object:
    """The same as a mapping."""
    return {
        "url": found.url,
        "name": found.site.name or None,
        "language": found.site.language,
        "problem": found.problem,
        "sources": [_plain_source(verdict) for verdict in found.verdicts],
        "articles": [_plain_article(sample) for sample in found.samples],
    }


def _tell_source(verdict: Verdict, known: Mapping[str, str], report: Report) -> None:
    trial, source = verdict.trial, verdict.trial.source
    report.section(f"{source.kind.value.title()} {clean_text(source.url, LONGEST)}")
    report.say("found", trial.by)
    if verdict.against:
        report.say("left out", verdict.against, colour="yellow")
        return
    if source.url in known:
        report.say("note", f"it is a source of {known[source.url]} already", colour="yellow")
    dates = [work.entry.published for work in trial.work if work.entry.published]
    span = f", {min(dates):%Y-%m-%d} to {max(dates):%Y-%m-%d}" if dates else ""
    report.say("collects", f"articles: {len(trial.work)}{span}; {len(trial.work) - len(dates)} without a date")
    report.say("problems", trial.plan.ledger.message or None, colour="yellow")
    report.say("newest", *map(_line, trial.work[:SHOWN]))


def _line(work: PageWork) -> str:
    at = work.entry.published
    return f"{f'{at:%Y-%m-%d %H:%M}' if at else 'no date':<16}  {work.entry.title or work.url}"


def _tell_article(sample: Sample, report: Report) -> None:
    article = sample.article
    report.section(f"Article {clean_text(sample.url, LONGEST)}")
    report.say("problem", sample.problem, colour="yellow")
    if article:
        report.say("title", article.title or "none")
        report.say("date", moment(article.published) or "none")
        report.say("authors", ", ".join(article.authors) or "none")
        report.say("language", article.language or "unknown")
        report.say("text", f"{len(article.text)} characters, of the {article.text_by.value}")


def _plain_source(verdict: Verdict) -> Object:
    trial = verdict.trial
    return {
        "url": trial.source.url,
        "kind": trial.source.kind.value,
        "found": trial.by,
        "left_out": verdict.against,
        "entries": [
            {"url": work.url, "title": work.entry.title or None, "published": moment(work.entry.published)}
            for work in trial.work
        ],
        "problems": trial.plan.ledger.message or None,
    }


def _plain_article(sample: Sample) -> Object:
    article = sample.article
    return {
        "url": sample.url,
        "problem": sample.problem,
        "title": article.title if article else None,
        "published": moment(article.published) if article else None,
        "authors": list(article.authors) if article else [],
        "language": article.language if article else None,
        "characters": len(article.text) if article else 0,
        "text_by": article.text_by.value if article else None,
    }
