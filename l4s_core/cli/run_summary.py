"""The facts of a run for people, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click


def print_table(facts: Mapping[str, Any]) -> None:
    """Print the facts of `summary`; what a command has nothing to say about is left out."""
    why = ", ".join(f"{name} {share:.1%}" for name, share in facts["not_observed"].items())
    of_what = "the area" if facts["of_area"] else "the scene" if facts["clouds"] else "the raster"
    for name, value in (
        ("Landslides", str(facts["polygons"])),
        ("Area", f"{facts['area_m2'] / 10000:.2f} ha"),
        ("Bare before", _older(facts.get("change"))),
        ("Observed", f"{facts['observed_share']:.1%} of {of_what}" + (f" (not observed: {why})" if why else "")),
        ("Clouds by", facts["clouds"]),
        ("Model suits", _verdict(facts.get("domain"))),
        ("Time", f"{facts['seconds']:.1f} s"),
        ("Device", facts["device"]),
        ("Written", facts["output"] or "nothing"),
    ):
        if value is not None:
            click.echo(f"{name:<12}{value}")


def _verdict(judged: Mapping[str, Any] | None) -> str | None:
    """``"yes"``, ``"doubtful: bare-ground"``; None where nobody asked."""
    if judged is None:
        return None
    answer = {"ok": "yes", "warn": "doubtful", "refuse": "no, forced"}[judged["verdict"]]
    share = judged["windows_outside"]
    unlike = f"; {share:.0%} of {judged['windows']} windows unlike its training patches" if share else ""
    return f"{answer}{': ' if judged['reasons'] else ''}{', '.join(judged['reasons'])}{unlike}"


def _older(change: Mapping[str, Any] | None) -> str | None:
    if change is None:
        return None
    return (
        f"{change['bare_before']} ({change['bare_before_m2'] / 10000:.2f} ha), left out; read backwards the pair marks "
        f"{change['placebo_rate']:.2%}"
    )


def say_warnings(warnings: Iterable[Mapping[str, str]], where: str = "") -> None:
    """Print the ``warnings`` of a `summary` on standard error, below everything else, so that nobody misses them;
    ``where`` stands before each, such as the name of a scene."""
    for warning in warnings:
        click.echo(f"WARNING: {where}{warning['text']}", err=True)
