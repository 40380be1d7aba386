"""T4: the stack against gdalwarp and gdaldem doing the same onto the same grid."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median

import rasterio
from speed.measure import Result, Usage, command, script
from speed.scene import Format, SpeedScene, speed_scene

from l4s_core.channels.l4s import L4S_NAMES

LARGEST_SIDE = 5490  # 14 float32 channels of a full tile are 6.7 GB for each side: that would measure the disk


def stack_against_gdal(work: Path, side: int, kind: Format, repeats: int) -> Result:
    """Both write uncompressed float32 channels at 10 m, in turns. GDAL's tools may use all cores in their own way."""
    scene = speed_scene(work, min(side, LARGEST_SIDE), kind)
    out = work / "stacks"
    ours, theirs = [], []
    for _ in range(repeats):
        out.mkdir()
        try:
            ours.append(script("build_stack.py", scene.folder, scene.dem, out / "stack.tif"))
            (out / "stack.tif").unlink()
            theirs.append(_gdal(scene, kind, out))
        finally:
            shutil.rmtree(out)
    wall = median(o.wall_s / t.wall_s for o, t in zip(ours, theirs, strict=True))
    cpu = median(o.cpu_s / t.cpu_s for o, t in zip(ours, theirs, strict=True))
    return Result(
        "T4",
        "stack no slower than gdalwarp and gdaldem",
        f"{wall:.2f} times their time, {cpu:.2f} times their CPU time ({scene.side} px)",
        wall <= 1.0,
        {
            "ratio_wall": wall,
            "ratio_cpu": cpu,
            "ours_wall_s": [o.wall_s for o in ours],
            "ours_cpu_s": [o.cpu_s for o in ours],
            "gdal_wall_s": [t.wall_s for t in theirs],
            "gdal_cpu_s": [t.cpu_s for t in theirs],
            "side": scene.side,
        },
    )


def _gdal(scene: SpeedScene, kind: Format, out: Path) -> Usage:
    with rasterio.open(scene.folder / f"B04.{kind}") as source:
        left, bottom, right, top = source.bounds
        crs = source.crs.to_string()
    warp = [
        "gdalwarp", "-q", "-multi", "-wo", "NUM_THREADS=ALL_CPUS", "-wm", "256", "-et", "0.0001",
        "-t_srs", crs, "-tr", "10", "10", "-ot", "Float32", "-dstnodata", "nan",
    ]  # fmt: skip
    inner = ["-te", *(str(v) for v in (left, bottom, right, top))]
    wider = ["-te", *(str(v) for v in (left - 10, bottom - 10, right + 10, top + 10))]  # slope at the edge
    runs = []
    for name in L4S_NAMES:
        if name in ("slope", "dem"):
            continue
        path = scene.folder / f"B{int(name[1:]):02d}.{kind}"
        runs.append(command(*warp, *inner, "-r", "bilinear", path, out / f"{name}.tif"))
    runs.append(command(*warp, *wider, "-r", "cubic", scene.dem, out / "dem.tif"))
    runs.append(command("gdaldem", "slope", "-q", out / "dem.tif", out / "slope.tif"))
    return Usage(sum(r.wall_s for r in runs), sum(r.cpu_s for r in runs), max(r.peak_mib for r in runs), {})
