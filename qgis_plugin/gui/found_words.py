"""What the backend settled about a scene, in a few words for the fields that could say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..i18n_text import tr


def found(facts: Mapping[str, Any] | None, subject: str) -> str:
    """``"0 (found in the values)"``; what stands in a field that was left alone."""
    decisions = (facts or {}).get("decisions")
    for one in decisions if isinstance(decisions, list) else []:
        if not isinstance(one, Mapping) or one.get("subject") != subject:
            continue
        how = {
            "stated": tr("by the file"),
            "sure": tr("found in the values"),
            "likely": tr("found in the values"),
            "assumed": tr("assumed"),
        }.get(str(one.get("confidence")))
        if how is None:  # as given: the field says so itself
            continue
        return tr("{value} ({how})").format(value=str(one.get("value")).replace("x ", ""), how=how)
    if subject == "level" and (facts or {}).get("level"):
        return tr("{value} ({how})").format(value=str((facts or {})["level"]), how=tr("by the file"))
    return tr("found by the run")
