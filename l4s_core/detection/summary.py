"""What the end of a run is about: the same facts for programs (JSON) and for people (a table)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from l4s_core.inventory.types import Inventory


def summary(inventory: Inventory, **files: str | Path | None) -> dict[str, Any]:
    """The few facts that the end of a run is about.

    ``files`` are further files that were written, by what they are; None was not. ``files`` of the result has all of
    them, with the file of each layer of the inventory (``landslides``, ``crown_toe``, ``not_observed``). ``warnings``
    are the reasons to doubt the result, each with ``id`` and ``text``; ``domain`` says what those of the scene come to
    for the model (`domain.types.verdict_of`), None where no model looked.
    """
    from l4s_core.domain.types import from_row, verdict_of
    from l4s_core.inventory.files.write import layer_files

    run = inventory.run
    older = inventory.bare_before
    # rejected ones are there where the review of an earlier inventory was kept
    landslides = inventory.landslides[inventory.landslides["status"] != "rejected"]
    written = {} if inventory.path is None else layer_files(inventory.path, older=older is not None)
    written |= {name: Path(path) for name, path in files.items() if path is not None}
    return {
        "output": None if inventory.path is None else str(inventory.path),
        "files": {name: str(path.absolute()) for name, path in written.items()},
        "polygons": len(landslides),
        "area_m2": float(landslides["area_m2"].sum()),
        "observed_share": run["share_observed"],
        "not_observed": {
            name.removeprefix("share_").replace("_", " "): value
            for name, value in run.items()
            if name.startswith("share_") and name != "share_observed" and value
        },
        "of_area": run.get("area_source") is not None,
        "clouds": run.get("clouds"),
        "scene": run["scene_post"],
        "scene_date": run["date_max"],
        "scene_pre": run["scene_pre"],
        "change": None if older is None else _change(inventory),
        "crs": _crs(inventory),
        "model": run["model_id"],
        "threshold": run["threshold"],
        "seconds": run["run_seconds"],
        "device": run.get("device"),
        "warnings": from_row(run.get("warnings")),
        "domain": verdict_of(run),
    }


def _change(inventory: Inventory) -> dict[str, Any]:
    """What the scene before told, in a few numbers."""
    run, older = inventory.run, inventory.bare_before
    assert older is not None
    return {
        "bare_before": len(older),
        "bare_before_m2": float(older["area_m2"].sum()),
        "placebo_rate": run["change_placebo_rate"],
        "shift_px": [run["change_shift_rows_px"], run["change_shift_cols_px"]],
        "shift_corrected": bool(run["change_shift_corrected"]),
    }


def _crs(inventory: Inventory) -> str:
    """``EPSG:32643``, or WKT where the CRS has no code."""
    crs = inventory.landslides.crs
    code = crs.to_authority()
    return ":".join(code) if code else str(crs.to_wkt())
