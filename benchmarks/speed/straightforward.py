"""T3: the whole run against the straightforward way (`sliding`)."""

from __future__ import annotations

from pathlib import Path

from speed.measure import Result, script
from speed.scene import speed_scene
from speed.whole_run import detect

from l4s_core.inference.open import open_model

LEAST_TIMES = 2.0
LARGEST_SIDE = 5490  # a full tile of the straightforward way takes 17 GB and a quarter of an hour


def against_straightforward(work: Path, side: int) -> Result:
    """Both from the files to a GeoPackage of polygons, with the same network, windows and overlap."""
    scene = speed_scene(work, min(side, LARGEST_SIDE), "tif")
    threshold = open_model(None, "cpu").card.threshold
    ours = detect(scene, work / "out.gpkg")
    theirs = script("sliding.py", scene.folder, scene.dem, threshold, work / "straightforward.gpkg")
    times = theirs.wall_s / ours.wall_s
    return Result(
        "T3",
        f"at least {LEAST_TIMES:g} times as fast as the straightforward way",
        f"{times:.1f} times ({ours.wall_s:.0f} s and {theirs.wall_s:.0f} s, {scene.side} px)",
        times >= LEAST_TIMES,
        {
            "times": times,
            "times_cpu": theirs.cpu_s / ours.cpu_s,
            "ours_wall_s": ours.wall_s,
            "straightforward_wall_s": theirs.wall_s,
            "ours_peak_mib": ours.peak_mib,
            "straightforward_peak_mib": theirs.peak_mib,
            "side": scene.side,
            **theirs.output,
        },
    )
