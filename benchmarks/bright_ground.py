"""What the built-in cloud test takes for cloud on bright ground, what it finds of real clouds, and the level guess.

    python benchmarks/bright_ground.py                    the table of docs/clouds.md
    python benchmarks/bright_ground.py --pictures DIR     what each test masks, to be looked at
    python benchmarks/bright_ground.py --levels           the level told from values, scenes and pieces of scenes
    python benchmarks/bright_ground.py --leave-one-out    thresholds chosen without a scene, and their error on it

The reference is what comes with a scene where there is something (labels, SCL), else ukis-csmask, which is no truth:
it widens clouds and shadows. ``../shared/data`` has the scenes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.clouds import choose_cloud_mask, spectral
from l4s_core.clouds.csmask import csmask_bands, csmask_version
from l4s_core.rasters.morphology import dilate, opened
from l4s_core.scene.level import LOOKED_AT, level_from_values
from l4s_core.scene.types import BandSource, Level, Scene
from l4s_core.stack.optical import OpticalReader

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
THICK = 0.25
"""B2 from which a cloud counts as thick."""
_L4S_BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12")
_L4S_FACTORS = (
    1111.81236406, 824.63171476, 663.41636217, 445.17289745, 645.8582926, 1547.73508126, 1960.44401001, 1941.32229668,
    674.07572865, 9.04787384, 1113.98338755, 519.90397929,
)  # fmt: skip

Values = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """A scene in memory: reflectance on 10 m, its level by metadata or, with ``by_values``, by its own spectra."""

    name: str
    bands: dict[str, Values]
    level: Level
    latitude: float
    cloud: Bools | None = None
    shadow: Bools | None = None
    sun_zenith_deg: float | None = None

    @property
    def known(self) -> Bools:
        return np.isfinite(self.bands["B2"])


def _one(path: Path, band: int = 1) -> npt.NDArray[np.generic]:
    with rasterio.open(path) as dataset:
        return dataset.read(band)


def _enlarged(values: npt.NDArray[np.generic], shape: tuple[int, ...]) -> npt.NDArray[np.generic]:
    factor = max(1, round(shape[0] / values.shape[0]))
    fine = values.repeat(factor, axis=0).repeat(factor, axis=1)
    rows, cols = (max(0, want - have) for want, have in zip(shape, fine.shape, strict=True))
    return np.pad(fine, ((0, rows), (0, cols)), mode="edge")[: shape[0], : shape[1]]


def _folder(path: Path, offset: float = 0.0) -> dict[str, Values]:
    counts = {file.stem.split("_")[-1].replace("B0", "B"): _one(file) for file in sorted(path.glob("*B*.tif"))}
    nothing = counts["B2"] == 0
    return {
        name: np.where(nothing, np.nan, (_enlarged(values, nothing.shape).astype(np.float32) + offset) / 10000)
        for name, values in counts.items()
    }


def scenes() -> Iterator[Case]:
    """All that lies in ``scenes``, ``clouds`` and ``pairs_l1c_l2a``."""
    home = SHARED / "scenes"
    yield Case("puthumala", _folder(home / "puthumala_2019"), "L2A", 11.5)
    yield Case("wayanad", _folder(home / "wayanad_2024_cloudy", -1000), "L2A", 11.5)
    packed = np.load(SHARED / "clouds" / "ukis_csmask_sentinel2.npz")
    bands = dict(zip(("B2", "B3", "B4", "B8", "B11", "B12"), np.moveaxis(packed["img"], -1, 0), strict=True))
    labels = packed["msk"][..., 0]
    yield Case("csmask fields", bands, "L1C", 40.0, labels == 4, labels == 0)
    # its data sheet says Level-2A; its values are those of the top of the atmosphere
    rock = Case("dolomites", _folder(home / "background_dolomites_west", -1000), "L1C", 46.5)
    yield rock
    yield replace(rock, name="dolomites, corrected", bands=_without_air(rock), level="L2A")
    yield Case("virginia", _folder(home / "background_virginia_l1c"), "L1C", 37.0, sun_zenith_deg=60.0)
    yield Case("chittagong", _folder(home / "background_chittagong"), "L2A", 22.4)
    for when in ("pre", "post"):
        yield Case(f"hokkaido {when}", _folder(home / "hokkaido_2018" / when), "L1C", 42.7)
    for date in (0, 1):
        path = home / "background_fields" / "inference-img.tif"
        bands = {
            n: _one(path, 4 * date + i).astype(np.float32) / 10000 for i, n in enumerate(("B4", "B3", "B2", "B8"), 1)
        }
        yield Case(f"fields {date + 1}", bands, "L2A", 48.3)
    for folder in sorted((home / "background_bigearthnet").iterdir()):
        yield Case(f"bigearthnet {folder.name[-5:]}", _folder(folder), "L2A", 50.0)
    pair = SHARED / "pairs_l1c_l2a" / "barbellino_L1C_L2A"
    for day, level in product(("20170703", "20190723"), ("L1C", "L2A")):
        names = [name for name in _L4S_BANDS if level == "L1C" or name != "B10"]
        path = pair / f"S2A{level[1:]}_{day}_022_Barbellino_{'TOA' if level == 'L1C' else 'BOA'}_10.tif"
        bands = {name: _one(path, i).astype(np.float32) / 10000 for i, name in enumerate(names, 1)}
        scl = _enlarged(_one(pair / f"S2A2A_{day}_022_Barbellino_SCL_10.tif"), bands["B2"].shape)
        yield Case(f"barbellino {day[:4]}", bands, level, 46.1, np.isin(scl, (8, 9)), scl == 3)


def _without_air(case: Case) -> dict[str, Values]:
    """Reflectance at the surface of a scene at the top of the atmosphere."""
    zenith = case.sun_zenith_deg
    return {
        name: (values - np.float32(spectral.rayleigh(name, zenith))) / np.float32(spectral.transmittance(name, zenith))
        for name, values in case.bands.items()
    }


def patches() -> Iterator[Case]:
    """The 14-band patches of Landslide4Sense, Level-1C."""
    import h5py

    for path in sorted((SHARED / "l4s").glob("*/img/*.h5")):
        with h5py.File(path) as file:
            values = file["img"][:]
        bands = {n: (values[..., i] * _L4S_FACTORS[i] / 10000).astype(np.float32) for i, n in enumerate(_L4S_BANDS)}
        nothing = np.zeros(values.shape[:2], dtype=np.bool_)
        yield Case(f"{path.parts[-3]} {path.stem}", bands, "L1C", 24.0, nothing, nothing)


def opened_scene(case: Case, folder: Path, names: tuple[str, ...] | None = None) -> tuple[Scene, OpticalReader]:
    """The case as band files, with the latitude that it has."""
    rows, cols = case.bands["B2"].shape
    zone = "EPSG:32643" if case.latitude >= 0 else "EPSG:32743"
    grid = GeoBox((rows, cols), Affine(10, 0, 500000, 0, -10, 110600 * case.latitude), zone)
    sources = {}
    for name in names or case.bands:
        counts = np.nan_to_num(np.clip(np.round(case.bands[name] * 10000), 1, 65535), nan=0).astype(np.uint16)
        path = folder / f"{name}.tif"
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            width=cols,
            height=rows,
            count=1,
            dtype="uint16",
            crs=zone,
            transform=grid.transform,
        ) as dataset:
            dataset.write(counts, 1)
        sources[name] = BandSource(name, str(path))
    scene = Scene(case.name, str(folder), "band files", sources, grid, sun_zenith_deg=case.sun_zenith_deg)
    return scene, OpticalReader(scene, grid)


def masked(case: Case, method: str, names: tuple[str, ...] | None = None) -> npt.NDArray[np.uint8]:
    """Reason codes by a cloud test."""
    with tempfile.TemporaryDirectory() as work:
        scene, optical = opened_scene(case, Path(work), names)
        rows, cols = case.bands["B2"].shape
        mask = choose_cloud_mask(scene, optical, method, Path(work), Silent())  # type: ignore[arg-type]
        return mask.classes((slice(0, rows), slice(0, cols)))


def with_reference(case: Case) -> tuple[Case, npt.NDArray[np.uint8] | None]:
    """The case with clouds and shadows to compare with, and what ukis-csmask says."""
    found = None
    if csmask_version() and csmask_bands(tuple(case.bands)) and min(case.bands["B2"].shape) > 100:
        found = masked(case, "csmask")
        if case.cloud is None:
            case = replace(case, cloud=found == Reason.CLOUD, shadow=found == Reason.CLOUD_SHADOW)
    return case, found


def _share(where: Bools, among: Bools) -> str:
    return f"{100 * where[among].mean():.1f}" if np.count_nonzero(among) >= 100 else "-"


def row(case: Case, kinds: dict[str, tuple[str, ...]], pictures: Path | None) -> list[str]:
    """Lines of the table for one scene: one for each set of bands."""
    case, network = with_reference(case)
    lines, shown = [], [network]
    for kind, names in kinds.items():
        if (names and not set(names) <= set(case.bands)) or (not names and "B11" not in case.bands):
            continue
        got = masked(case, "builtin", names or None)
        shown.append(got)
        cloud, shadow = got == Reason.CLOUD, got == Reason.CLOUD_SHADOW
        of_network = (
            "-"
            if network is None
            else " ".join(_share(network == reason, case.known) for reason in (Reason.CLOUD, Reason.CLOUD_SHADOW))
        )
        truth = case.cloud if case.cloud is not None else np.zeros(case.known.shape, dtype=np.bool_)
        away = ~dilate(truth, 6) & case.known
        thick = truth & (case.bands["B2"] > THICK)
        parts = (
            _share(cloud, case.known), _share(shadow, case.known), of_network, _share(cloud & away, case.known),
            _share(cloud, thick), _share(cloud, truth & ~thick),
            "-" if case.shadow is None else _share(got > 0, case.shadow),
        )  # fmt: skip
        lines.append(f"| {case.name} | {case.level} | {kind} | " + " | ".join(parts) + " |")
    if pictures is not None and min(case.bands["B2"].shape) > 100:
        _picture(case, shown, pictures)
    return lines


def _picture(case: Case, classes: list[npt.NDArray[np.uint8] | None], folder: Path) -> None:
    """True colour, then each mask laid over it: clouds red, shadows blue, water green, snow yellow."""
    from PIL import Image

    colour = np.stack([case.bands[name] for name in ("B4", "B3", "B2")], axis=-1)
    low, high = np.nanpercentile(colour, 1), max(np.nanpercentile(colour, 97), np.nanpercentile(colour, 1) + 0.15)
    plain = (np.nan_to_num(np.clip((colour - low) / (high - low), 0, 1)) * 255).astype(np.uint8)
    sheets = [plain]
    for one in classes:
        sheet = plain.copy()
        if one is not None:
            for reason, over in ((Reason.CLOUD, (255, 0, 0)), (Reason.CLOUD_SHADOW, (0, 0, 255)),
                                 (Reason.WATER, (0, 160, 0)), (Reason.SNOW, (255, 255, 0))):  # fmt: skip
                sheet[one == reason] = over
        sheets.append(sheet)
    picture = Image.fromarray(np.concatenate(sheets, axis=1))
    picture.thumbnail((2400, 1400))
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / f"{case.name.replace(' ', '_')}.png")


def levels() -> None:
    """How often the level is told, wrong or not known: whole scenes, and pieces of 1.28 and 2.56 km."""
    kinds = {"RGB": ("B2", "B3", "B4"), "+ NIR": ("B2", "B3", "B4", "B8"), "+ B9": LOOKED_AT}
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in (*scenes(), *patches()):
        coarse = {name: _means(case.bands[name], 6) for name in LOOKED_AT if name in case.bands}
        for kind, names in kinds.items():
            if not set(names) <= coarse.keys():
                continue
            for size in ("whole", "1.28 km", "2.56 km"):
                for values in _pieces({n: coarse[n] for n in names}, {"whole": 0, "1.28 km": 21, "2.56 km": 42}[size]):
                    found = level_from_values(values)
                    right = (
                        "not known" if found.value == "not known" else "right" if found.value == case.level else "WRONG"
                    )
                    counts[kind, f"{size} {case.level}", right] += 1
    for (kind, size, right), number in sorted(counts.items()):
        print(f"| {kind} | {size} | {right} | {number} |")


def _means(values: Values, factor: int) -> Values:
    rows, cols = (n // factor * factor for n in values.shape)
    blocks = values[:rows, :cols].reshape(rows // factor, factor, cols // factor, factor)
    means: Values = blocks.mean(axis=(1, 3))
    return means


def _pieces(bands: dict[str, Values], side: int) -> Iterator[dict[str, Values]]:
    rows, cols = next(iter(bands.values())).shape
    steps = [(0, rows, 0, cols)] if not side else [
        (top, top + side, left, left + side)
        for top in range(0, rows - side + 1, side) for left in range(0, cols - side + 1, side)
    ]  # fmt: skip
    for top, bottom, left, right in steps:
        piece = {name: values[top:bottom, left:right].ravel() for name, values in bands.items()}
        if np.isfinite(piece["B2"]).mean() > 0.3:
            yield piece


GRID = {
    "BLUE_TO_RED": (0.75, 0.80, 0.85),
    "SURE_BLUE_TO_RED": (0.85, 0.90, 0.95),
    "SURE_BLUE_TO_GREEN": (0.80, 0.87, 0.90),
    "HAZE": (0.025, 0.03, 0.035),
    "SURE_HAZE": (0.04, 0.05, 0.07),
}
FALSE_COSTS = 10.0
"""A share of a scene that is falsely masked weighs as much as this many times that share of its clouds missed."""


def leave_one_out() -> None:
    """Thresholds that cost least on all scenes but one, and what they cost on that one, beside the built-in ones'."""
    cases = []
    for case in scenes():
        if min(case.bands["B2"].shape) > 100:
            case, _ = with_reference(case)
            cases.append((case, _at_20_m(case)))
    names, points = list(GRID), list(product(*GRID.values()))
    own = tuple(float(getattr(spectral, name)) for name in names)
    costs = np.array([[_cost(case, ground, names, point) for case, ground in cases] for point in points])
    mine = [_cost(case, ground, names, own) for case, ground in cases]
    for i, (case, _) in enumerate(cases):
        best = points[int(np.delete(costs, i, axis=1).mean(axis=1).argmin())]
        print(
            f"| {case.name} | {' '.join(f'{v:g}' for v in best)} | {costs[points.index(best), i]:.3f} | {mine[i]:.3f} |"
        )
    best = points[int(costs.mean(axis=1).argmin())]
    print(f"| all | {' '.join(f'{v:g}' for v in best)} | {costs.mean(axis=1).min():.3f} | {np.mean(mine):.3f} |")


def _at_20_m(case: Case) -> dict[str, Values]:
    """Surface reflectance on 20 m of what the test looks at, less B10."""
    bands = case.bands if case.level == "L2A" else _without_air(case)
    return {name: _means(bands[name], 2) for name in ("B2", "B3", "B4", "B8", "B11") if name in bands}


def _cost(case: Case, ground: dict[str, Values], names: list[str], point: tuple[float, ...]) -> float:
    before = {name: getattr(spectral, name) for name in names}
    try:
        for name, value in zip(names, point, strict=True):
            setattr(spectral, name, value)
        flags = spectral.classify(ground)
    finally:
        for name, value in before.items():
            setattr(spectral, name, value)
    cloud = np.zeros(case.known.shape, dtype=np.bool_) if case.cloud is None else case.cloud
    truth = _means(cloud.astype(np.float32), 2) >= 0.5
    known = np.isfinite(ground["B2"])
    sure = opened((flags & spectral.SURE) > 0, 1)
    got = dilate(opened((flags & spectral.CLOUD) > 0, 1) & dilate(sure, 5), 2)
    false = (got & ~dilate(truth, 3))[known].mean()
    missed = (~got)[truth].mean() if truth.mean() > 0.01 else 0.0
    return float(missed + FALSE_COSTS * false)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--levels", action="store_true")
    parser.add_argument("--leave-one-out", action="store_true")
    given = parser.parse_args()
    if given.levels:
        levels()
        return
    if given.leave_one_out:
        leave_one_out()
        return
    kinds = {"RGB": ("B2", "B3", "B4"), "+ NIR": ("B2", "B3", "B4", "B8"), "all": ()}
    print("| scene | level | bands | cloud % | shadow % | csmask (both) | false % | thick found % | thin | shadow |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for case in scenes():
        for line in row(case, kinds, given.pictures):
            print(line, flush=True)
    false = {case.name: float(np.mean(masked(case, "builtin") == Reason.CLOUD)) for case in patches()}
    worst = sorted(false, key=lambda name: -false[name])[:4]
    print(f"14-band patches: {len(false)}, cloud {100 * np.mean(list(false.values())):.2f} % on average; most:")
    print(", ".join(f"{name} {100 * false[name]:.1f} %" for name in worst))


if __name__ == "__main__":
    main()
