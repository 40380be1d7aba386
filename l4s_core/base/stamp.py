"""By what and when a result was made, as results carry it."""

from __future__ import annotations

from datetime import datetime, timezone

from l4s_core._version import read_version


def software() -> str:
    """Name and version, as results carry it."""
    return f"l4s {read_version()}"


def utc_now() -> str:
    """The time in the form in which results carry it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
