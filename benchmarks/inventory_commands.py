"""Time and memory of the commands that work on an inventory, on a made-up one of 200,000 landslides.

``python benchmarks/inventory_commands.py split exposure`` makes the files once (``--folder``), runs each command in a
process of its own and prints seconds of wall clock and of CPU time, and the most memory it had. One function a command
gives its arguments.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

LEFT, BOTTOM = 500_000, 4_700_000
CRS = "EPSG:32654"


def side_m(count: int) -> int:
    """Side of the square that they lie in, metres: 200,000 lie as densely as after a large earthquake, in 60 km."""
    return round(60_000 * (count / 200_000) ** 0.5 / 300) * 300


def inventory(folder: Path, count: int) -> Path:
    """Landslides of 400 to 100,000 m2, the small ones many, that run down a made-up relief; an inventory of ours."""
    path = folder / f"slides_{count}.gpkg"
    if path.exists():
        return path
    import shapely
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.files.whole import write_given
    from l4s_core.inventory.ids import new_uuids

    draw = np.random.default_rng(1)
    cells = int(np.ceil(np.sqrt(count)))
    row, col = np.divmod(draw.permutation(cells * cells)[:count], cells)
    step = side_m(count) / cells
    x, y = LEFT + (col + 0.5) * step, BOTTOM + (row + 0.5) * step
    area = np.minimum(400 * (1 - draw.uniform(size=count)) ** (-1 / 1.4), 1e5)  # area-frequency of exponent -2.4
    length = np.minimum(np.sqrt(area * 3), 0.8 * step)
    angle = draw.uniform(0, 2 * np.pi, count)
    east, north = length / 2 * np.cos(angle), length / 2 * np.sin(angle)
    ends = np.stack([np.stack([x - east, y - north], axis=1), np.stack([x + east, y + north], axis=1)], axis=1)
    shapes = shapely.buffer(shapely.linestrings(ends), area / length / 2, quad_segs=3)
    # a few hold two that meet at one end
    merged = np.flatnonzero(length > 90)[: count // 200]
    other = np.stack(
        [ends[merged, 1] + (ends[merged, 0] - ends[merged, 1]) @ [[0, 1], [-1, 0]], ends[merged, 1]], axis=1
    )
    shapes[merged] = shapely.union(
        shapes[merged], shapely.buffer(shapely.linestrings(other), area[merged] / length[merged] / 2, quad_segs=3)
    )
    order = np.argsort(-shapely.area(shapes))
    table = GeoDataFrame(
        {
            "ls_id": [f"LS-{n:06d}" for n in range(1, count + 1)],
            "uuid": new_uuids(count),
            "status": "unreviewed",
            "conf_usgs": draw.choice([8, 5, 3, 2, 1], count),
            "area_m2": shapely.area(shapes)[order],
            "prob_mean": draw.uniform(0.5, 1, count),
            "uncert_mean": draw.uniform(0, 1, count),
            "truncated": 0,
        },
        geometry=shapes[order],
        crs=CRS,
    )
    write_given(table, None, {"mmu_m2": 400.0}, path)
    return path


def elevation(folder: Path, count: int) -> Path:
    """Hills of 600 m with pixels of 30 m."""
    path = folder / f"dem_{count}.tif"
    if path.exists():
        return path
    import rasterio
    from rasterio.transform import from_origin
    from scipy.ndimage import gaussian_filter

    size = (side_m(count) + 12_000) // 30
    draw = np.random.default_rng(2)
    z = sum(gaussian_filter(draw.normal(size=(size, size)), s) * s * k for s, k in ((40, 70), (12, 20), (4, 4)))
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=1, dtype="float32", crs=CRS, tiled=True,
        transform=from_origin(LEFT - 6000, BOTTOM + side_m(count) + 6000, 30, 30),
    ) as target:  # fmt: skip
        target.write((1200 + 8 * z).astype("float32"), 1)
    return path


def roads(folder: Path, count: int) -> Path:
    """Half as many roads of some 400 m as landslides."""
    path = folder / f"roads_{count}.gpkg"
    if path.exists():
        return path
    import pyogrio
    import shapely
    from geopandas.geodataframe import GeoDataFrame

    draw = np.random.default_rng(3)
    start = draw.uniform(0, side_m(count), (count // 2, 1, 2)) + np.array([LEFT, BOTTOM])
    lines = shapely.linestrings(start + np.cumsum(draw.normal(0, 60, (count // 2, 6, 2)), axis=1))
    pyogrio.write_dataframe(GeoDataFrame(geometry=lines, crs=CRS), path)
    return path


def split(folder: Path, count: int) -> list[str]:
    slides, dem = inventory(folder, count), elevation(folder, count)
    return ["split", str(slides), "--dem", str(dem), "-o", str(folder / "split.gpkg")]


def exposure(folder: Path, count: int) -> list[str]:
    slides, dem, assets = inventory(folder, count), elevation(folder, count), roads(folder, count)
    more = ["--dem", str(dem), "--downstream", "500", "-o", str(folder / "exposed.gpkg")]
    return ["exposure", str(slides), "--assets", str(assets), *more]


def statistics(folder: Path, count: int) -> list[str]:
    return ["statistics", str(inventory(folder, count)), "-o", str(folder / "sizes.png"), "--overwrite"]


def report(folder: Path, count: int) -> list[str]:
    slides, assets = inventory(folder, count), roads(folder, count)
    return ["report", str(slides), "--assets", str(assets), "-o", str(folder / "report.html")]


def newer(folder: Path, count: int) -> Path:
    """The same landslides some years later: a fifth is gone, the others are 5 m off, a tenth of the ground hidden."""
    path = folder / f"newer_{count}.gpkg"
    if path.exists():
        return path
    import pyogrio
    import shapely
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.files.whole import write_given
    from l4s_core.inventory.ids import new_uuids

    table = pyogrio.read_dataframe(inventory(folder, count), layer="landslides")
    table = table[np.arange(len(table)) % 5 > 0].reset_index(drop=True)
    table["uuid"] = new_uuids(len(table))
    table.geometry = table.geometry.translate(5, 0)
    places = np.random.default_rng(4).uniform(0, side_m(count), (count * 3 // 2000, 2)) + np.array([LEFT, BOTTOM])
    clouds = shapely.union_all(shapely.buffer(shapely.points(places), 700))
    parts = shapely.get_parts(clouds)
    hidden = GeoDataFrame({"reason": ["cloud"] * len(parts), "area_m2": shapely.area(parts)}, geometry=parts, crs=CRS)
    run = {**_scene(LEFT - 1000, BOTTOM + side_m(count) + 1000, side_m(count) + 2000), "date_max": "2024-01-01"}
    write_given(table, hidden, {**run, "mmu_m2": 400.0}, path)
    return path


def _scene(left: float, top: float, side: float) -> dict[str, Any]:
    """Where a square scene lies, as a run table says it."""
    pixels = int(side) // 10
    return {"grid_transform": f"10 0 {left} 0 -10 {top}", "grid_rows": pixels, "grid_cols": pixels}


def scenes(folder: Path, count: int) -> list[Path]:
    """The same landslides as four scenes show them that overlap by a third: outlines a few metres off, some of each
    scene under clouds. Together they have 1.8 times as many polygons."""
    paths = [folder / f"scene_{number}_{count}.gpkg" for number in range(4)]
    if all(path.exists() for path in paths):
        return paths
    import pyogrio
    import shapely
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.files.whole import write_given, write_rows
    from l4s_core.inventory.ids import new_uuids

    whole = pyogrio.read_dataframe(inventory(folder, count), layer="landslides")
    side = side_m(count) * 2 // 3 // 10 * 10
    draw = np.random.default_rng(5)
    for number, path in enumerate(paths):
        name, day = f"scene {number}", f"2024-0{number + 1}-01"
        left = LEFT + (number % 2) * (side_m(count) - side)
        top = BOTTOM + side_m(count) - (number // 2) * (side_m(count) - side)
        inside = whole.geometry.intersects(shapely.box(left, top - side, left + side, top))
        table: Any = whole[inside].reset_index(drop=True)
        table = table.assign(uuid=new_uuids(len(table)), scene_post=name, date_max=day)
        table.geometry = table.geometry.translate(*draw.uniform(-5, 5, 2))
        places = np.array([left, top - side]) + draw.uniform(0, side, (count * 3 // 4000, 2))
        clouds = shapely.get_parts(shapely.union_all(shapely.buffer(shapely.points(places), 700)))
        reasons = {"reason": ["cloud"] * len(clouds), "area_m2": shapely.area(clouds)}
        run = {**_scene(left, top, side), "mmu_m2": 400.0, "scene_post": name, "date_max": day}
        write_given(table, GeoDataFrame(reasons, geometry=clouds, crs=CRS), run, path)
        ends = shapely.points(shapely.bounds(table.geometry.array).reshape(-1, 2))
        points = {
            "ls_id": np.repeat(table["ls_id"], 2),
            "kind": ["toe", "crown"] * len(table),
            "z_m": [1.0, 2.0] * len(table),
        }
        write_rows(GeoDataFrame(points, geometry=ends, crs=CRS), path, "crown_toe", "Point")
    return paths


def ledger(folder: Path, count: int) -> list[str]:
    return [
        "ledger", "update", str(inventory(folder, count)), str(newer(folder, count)), "-o", str(folder / "ledger.gpkg")
    ]  # fmt: skip


def merge(folder: Path, count: int) -> list[str]:
    return ["merge", *map(str, scenes(folder, count)), "-o", str(folder / "merged.gpkg")]


def review(folder: Path, count: int) -> list[str]:
    return ["review", "next", str(inventory(folder, count)), "--all", "--json"]


def convert(to: str, ending: str) -> Callable[[Path, int], list[str]]:
    """Into a format or catalogue."""

    def arguments(folder: Path, count: int) -> list[str]:
        return ["convert", str(inventory(folder, count)), "--to", to, "-o", str(folder / f"{to}{ending}")]

    return arguments


def back(folder: Path, count: int) -> list[str]:
    path = folder / f"foreign_{count}.fgb"
    if not path.exists():
        import pyogrio

        table = pyogrio.read_dataframe(inventory(folder, count), layer="landslides")
        pyogrio.write_dataframe(table[["area_m2", "geometry"]].rename(columns={"area_m2": "Area"}), path)
    return ["convert", str(path), "-o", str(folder / "back.gpkg")]


def compare(folder: Path, count: int) -> list[str]:
    """Against a copy in which every polygon is moved by up to 15 m each way and a tenth is missing."""
    first, second = inventory(folder, count), folder / f"reference_{count}.gpkg"
    if not second.exists():
        import pyogrio

        table = pyogrio.read_dataframe(first, layer="landslides", columns=["ls_id"])
        draw = np.random.default_rng(4)
        table = table[draw.uniform(size=len(table)) > 0.1]
        moves = draw.uniform(-15, 15, (len(table), 2))
        table.geometry = [_moved(shape, move) for shape, move in zip(table.geometry, moves, strict=True)]
        pyogrio.write_dataframe(table, second)
    return ["compare", str(first), str(second), "-o", str(folder / "compared.gpkg")]


def _moved(shape: Any, move: Any) -> Any:
    import shapely

    return shapely.transform(shape, lambda xy: xy + move)


COMMANDS: dict[str, Callable[[Path, int], list[str]]] = {
    "split": split,
    "exposure": exposure,
    "compare": compare,
    "statistics": statistics,
    "report": report,
    "ledger update": ledger,
    "review next": review,
    "merge": merge,
    "convert to GeoJSON": convert("geojson", ".geojson"),
    "convert to a Shapefile": convert("shp", ".shp"),
    "convert to KML": convert("kml", ".kml"),
    "convert to FlatGeobuf": convert("fgb", ".fgb"),
    "convert to GeoParquet": convert("geoparquet", ".parquet"),
    "convert to COOLR": convert("coolr", ".csv"),
    "convert to USGS": convert("usgs", ".gpkg"),
    "convert to IFFI": convert("iffi", ".gpkg"),
    "convert to STAC": convert("stac", ".json"),
    "convert into an inventory": back,
}


def measured(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds of wall clock, of CPU time, and MiB at most, of one command."""
    code = (
        "import resource, sys; from l4s_core.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "finally:\n"
        " used = resource.getrusage(resource.RUSAGE_SELF)\n"
        " print('\\n', used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    if arguments[0] != "review":
        arguments = [*arguments, "--overwrite", "--progress", "none"]
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    wall = time.monotonic() - start
    sys.stderr.write(done.stderr)
    seconds, memory_kib = done.stdout.strip().splitlines()[-1].split()
    return wall, float(seconds), float(memory_kib) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commands", nargs="*", choices=[*COMMANDS, []], default=list(COMMANDS))
    parser.add_argument("--folder", type=Path, default=Path("runs/inventory_commands"))
    parser.add_argument("--count", type=int, default=200_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print("| command | wall | CPU | memory |\n|---|---|---|---|")
    for name in options.commands:
        wall, seconds, memory = measured(COMMANDS[name](options.folder, options.count))
        print(f"| `l4s {name}` | {wall:.1f} s | {seconds:.1f} s | {memory:.0f} MiB |", flush=True)


if __name__ == "__main__":
    main()
