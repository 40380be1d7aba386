"""What ``l4s inspect`` found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..i18n_text import tr
from .durations import duration
from .plain_words import plain

_MANY_BANDS = 6


def facts_text(facts: Mapping[str, Any]) -> str:
    """Two or three short lines: what the scene is, how large the job, how long it takes."""
    bands = list(facts.get("bands") or {})
    scene = [tr("{count} bands").format(count=len(bands)) if len(bands) > _MANY_BANDS else ", ".join(bands)]
    if facts.get("level") is None:
        scene.append(tr("level not known"))
    else:
        scene.append(f"Level-{str(facts['level']).replace('L', '', 1)}")
    day = scene_date(facts)
    scene.append(day[:10] if day else tr("date not known"))
    lines = [tr("Scene: {facts}").format(facts=", ".join(part for part in scene if part))]
    size = megapixels(facts)
    if size:
        lines.append(_size(size, facts))
    share = (facts.get("dem") or {}).get("cover") if isinstance(facts.get("dem"), Mapping) else None
    if isinstance(share, (int, float)) and share < 0.9995:
        lines.append(tr("Elevation covers {share} %").format(share=f"{100 * share:.1f}"))
    judged = facts.get("domain")
    if isinstance(judged, Mapping) and judged.get("verdict") == "warn":
        lines.append(tr("Doubtful for the model: point here to read why"))
    return "\n".join(lines)


def _size(size: float, facts: Mapping[str, Any]) -> str:
    shown = f"{size:.2g}" if size < 10 else f"{size:.0f}"
    seconds = facts.get("seconds")
    if not isinstance(seconds, (int, float)):
        return tr("Size: {size} megapixels").format(size=shown)
    text = (
        tr("Size: {size} megapixels, about {time}")
        if facts.get("seconds_known") is True
        else tr("Size: {size} megapixels, about {time} (a guess until the first run)")
    )
    return text.format(size=shown, time=duration(seconds))


def details(facts: Mapping[str, Any]) -> str:
    """What was detected or assumed, one sentence a line."""
    found = list(facts.get("notes") or [])
    dem = facts.get("dem")
    if isinstance(dem, Mapping):
        found += dem.get("notes") or []
    found += [one.get("text", "") for one in facts.get("warnings") or [] if isinstance(one, Mapping)]
    return "\n".join(plain(str(note)) for note in found)


def megapixels(facts: Mapping[str, Any]) -> float | None:
    """Millions of pixels of 10 m that the run has to look at."""
    value = facts.get("megapixels")
    return float(value) if isinstance(value, (int, float)) else None


def scene_date(facts: Mapping[str, Any]) -> str | None:
    """Date or date and time of the scene, ISO 8601, where it is known."""
    value = facts.get("sensing_time")
    return str(value) if value else None


def problems(facts: Mapping[str, Any], *, gaps_allowed: bool) -> list[str]:
    """Sentences: what would make the run refuse. ``gaps_allowed``: the DEM need not cover everything."""
    found = [str(text) for text in facts.get("problems") or []]
    dem = facts.get("dem")
    if gaps_allowed and isinstance(dem, Mapping) and dem.get("cover"):
        found = [text for text in found if "--allow-partial-dem" not in text]
    return found
