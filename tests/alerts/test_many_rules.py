from __future__ import annotations

import re
from dataclasses import replace

from alerts.catalogue import Catalogue
from alerts.rendering import render
from alerts.selection import select
from pipeline.model.rule import Rule
from tests.alerts.builders import LIMITS, OUTLETS, SENDER, SUBSCRIPTION, WINDOW, match, material, news


def test_a_digest_of_200_rules_lists_what_matched_and_names_a_few_of_the_rest() -> None:
    rules = {f"r{number}": Rule(f"r{number}", f"Treaty {number}", ()) for number in range(200)}
    every = [match(rule, text="Both sides keep to New START for now.") for rule in rules]
    matched = [news(1, "All", *every), *(news(seq, "One", one) for seq, one in enumerate(every[1:], 2))]
    known = replace(material(matched), catalogue=Catalogue(rules, OUTLETS))
    rendered = render(select(replace(SUBSCRIPTION, rules=tuple(rules)), WINDOW, known, LIMITS), SENDER, LIMITS)
    assert len(rendered.digest.items) == LIMITS.items
    assert "and 180 more rules: 180" in rendered.html
    assert re.search(r"Also matched, not listed: (Treaty \d+, ){4}Treaty \d+ and 155 more rules\.", rendered.html)
    assert "; also matches Treaty 1, Treaty 2, Treaty 3, Treaty 4, Treaty 5 and 194 more rules" in rendered.html
