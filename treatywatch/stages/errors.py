"""Errors of this package.

LineUnreadable   a line of input that says nothing a stage could work on (a `treatywatch.errors.TreatywatchError`)
"""

from __future__ import annotations

from treatywatch.errors import TreatywatchError


class LineUnreadable(TreatywatchError):
    """A line that can't be answered, or whose file can't be read; the message says why."""
