"""``l4s inspect``: what a scene is, and what would keep a run from beginning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from l4s_core.cli.options import event_of, event_options, run_groups


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("scene")
@run_groups()
@event_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def inspect(as_json: bool, scene: str, dem: str | None, **how: Any) -> None:
    """Show what a SCENE is, what was found or assumed about it, and what would make l4s-detect refuse it.

    Metadata and a few pixels are read, so it takes a second or two. The options are those of l4s-detect and mean the
    same; a DEM can be left out without a word. All problems are listed, and what is suspicious about the values; the
    exit code is 0.
    """
    from l4s_core.cli.run import run_command

    run_command(lambda _: _inspect(as_json, scene, dem, how), "none")


def _inspect(as_json: bool, scene: str, dem: str | None, how: dict[str, Any]) -> None:
    from l4s_core.detection.inspection import inspect_scene

    event = event_of(how)
    how["min_slope_deg"] = how["min_slope_deg"] or None
    facts = inspect_scene(scene, dem, event=event, **how)
    if as_json:
        click.echo(json.dumps(facts))
        return
    for name, text in _rows(facts, how["clouds"]):
        click.echo(f"{name:<12}{text}")


def _rows(facts: Mapping[str, Any], clouds: str) -> list[tuple[str, str]]:
    rows = [("Scene", facts["name"] or facts["source"])]
    if facts["kind"]:
        rows += [
            ("Kind", " ".join(filter(None, (facts["kind"], facts["level"], facts["baseline"])))),
            ("Taken", facts["sensing_time"] or "not known"),
            ("Bands", " ".join(facts["bands"])),
            ("Offset", "differs between bands" if facts["offset"] is None else f"{facts['offset']:g}"),
        ]
        if facts["cloud_test"]:
            rows.append(("Clouds by", f"{facts['cloud_test']}{' (auto)' if clouds == 'auto' else ''}"))
    for before in [facts["before"], *(facts["more_before"] or ())] if facts["before"] else ():
        when = before["sensing_time"]
        rows.append(("Before", f"{before['name']}, {f'taken {when}' if when else 'date not known'}"))
        rows += [("", f"it: {note}") for note in before.get("notes", ())]
    if facts["crs"]:
        rows += [
            ("Grid", f"{facts['rows']} x {facts['cols']} pixels of {facts['pixel_m']:g} m, {facts['crs'][:60]}"),
            ("Area", f"{facts['area_km2']:.1f} km2; {facts['megapixels']:g} megapixels to process"),
        ]
    if facts["dem"]:
        rows.append(("DEM", f"covers {facts['dem']['cover']:.1%}"))
    if facts["missing"] is not None:
        missing = "all its channels are there" if not facts["missing"] else f"lacks {' '.join(facts['missing'])}"
        rows.append(("Model", f"{facts['model']}: {missing}"))
    if judged := facts["domain"]:
        verdict = {"ok": "nothing speaks against the model", "warn": "doubtful for the model", "refuse": "refused"}
        reasons = f" ({', '.join(judged['reasons'])})" if judged["reasons"] else ""
        share = judged["windows_outside"]
        unlike = "" if share is None else f"; {share:.0%} of {judged['windows']} windows unlike its training patches"
        rows.append(("Judged", f"{verdict[judged['verdict']]}{reasons}{unlike}"))
    rows += [("Decided" if k == 0 else "", _decided(one)) for k, one in enumerate(facts["decisions"] or ())]
    said = {one["sentence"] for one in facts["decisions"] or ()}
    notes = [*(facts["notes"] or ()), *(facts["dem"]["notes"] if facts["dem"] else ())]
    notes = [note for note in notes if note not in said]
    rows += [("Note" if k == 0 else "", note) for k, note in enumerate(notes)]
    rows += [("Warning", warning["text"]) for warning in facts["warnings"] or ()]
    return rows + [("Problem", problem) for problem in facts["problems"]]


_WHO = {
    "given": "by option",
    "stated": "by the file",
    "sure": "from the values, without doubt",
    "likely": "from the values, likely",
    "assumed": "assumed",
}


def _decided(one: Mapping[str, Any]) -> str:
    """``offset: -1000, by the file (metadata of the product)``."""
    reason = f"{one['reason']}, but {one['against']}" if one["against"] else one["reason"]
    if one["subject"] == "bands" and one["confidence"] == "stated":
        return f"bands: {reason}"  # which, the row of that name says
    text = f"{one['subject']}: {one['value']}, {_WHO[one['confidence']]} ({reason})"
    asks = one["option"] and one["confidence"] in ("likely", "assumed")
    return f"{text}; say --{one['option']} if that is not right" if asks else text
