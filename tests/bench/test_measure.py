from __future__ import annotations

import subprocess
import sys

from bench.measure import Meter

BUSY = "import time\nwhile time.process_time() < 0.15: pass\nprint(flush=True)\ninput()"
"""Works, says so, and waits."""


def start() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_until_busy(child: subprocess.Popen[str]) -> None:
    assert child.stdout
    child.stdout.readline()


def test_the_cpu_of_a_living_child_counts() -> None:
    with Meter().cpu() as used, start() as child:
        wait_until_busy(child)
        with Meter().cpu() as idle:
            pass
        child.communicate("\n")
    assert used.others >= 0.14
    assert idle.others < 0.1


def test_what_a_child_used_while_it_lived_counts_before_it_is_waited_for() -> None:
    meter = Meter()
    with start() as child:
        with meter.cpu() as used:
            wait_until_busy(child)
        assert used.others >= 0.1
        assert used.total == used.own + used.others
        child.communicate("\n")


def test_a_process_apart_does_not_count() -> None:
    with start() as child:
        with Meter(child.pid).cpu() as used:
            wait_until_busy(child)
        assert used.others < 0.1
        child.communicate("\n")


def test_several_processes_may_be_apart() -> None:
    with start() as one, start() as other:
        with Meter(one.pid, other.pid).cpu() as used:
            wait_until_busy(one)
            wait_until_busy(other)
        assert used.others < 0.1
        one.communicate("\n")
        other.communicate("\n")


def test_the_peak_is_of_this_process_and_of_the_largest_other() -> None:
    with start() as child:
        wait_until_busy(child)
        peak, without = Meter().peak(), Meter(child.pid).peak()
        child.communicate("\n")
    assert peak.own > peak.other > 1_000_000
    assert peak.others >= peak.other
    assert without.other <= peak.other
