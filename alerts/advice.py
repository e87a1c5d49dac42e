"""Faults in an operator's words: what is wrong, what it means for readers, and what to try first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.model.fault import Fault

WRONG: Final = {
    "failing": "can't be read",
    "silent": "is silent longer than ever",
    "bodiless": "gives pages without text",
    "dead": "is not kept up any more",
    "gone": "is gone (410)",
    "refused by a rule of the receiver's": "is refused by their rules",
}
"""Kinds that are words of logs; others are sentences by themselves."""
ADVICE: Final = {
    "failing": (
        "It is tried again, ever more rarely, and digests say that it was not reached. "
        "`treatywatch outlets try {name}` shows what it answers now."
    ),
    "silent": "`treatywatch outlets list` shows its habit, `treatywatch outlets try {name}` what it lists now.",
    "bodiless": (
        "Its articles are matched by headline and summary meanwhile. `treatywatch explain URL` with one of their "
        "addresses shows what is read; `extract:` of the outlet in outlets.yaml says where the text stands."
    ),
    "takes no mail": "Mail waits in the outbox until it expires. `treatywatch doctor` says how the relay answers now.",
    "refused by a rule of the receiver's": (
        "Mail to them waits, and nobody is taken off a list for it. It is most often about SPF, DKIM or DMARC of the "
        "sender's domain; `treatywatch doctor --send-test ADDRESS` shows the dialogue."
    ),
}


def named(fault: Fault) -> tuple[str, str]:
    """What is at fault and how, and its address, "" without: `source tass can't be read`."""
    what, _, address = fault.subject.rpartition(" ")
    if "://" not in address:
        what, address = fault.subject, ""
    return f"{what} {WRONG.get(fault.kind, fault.kind)}", address


def advice(fault: Fault) -> str:
    """What it means, and what to try; "" where the fault says so itself."""
    words = fault.subject.split(" ")
    return ADVICE.get(fault.kind, "").format(name=words[1] if len(words) > 1 else "")
