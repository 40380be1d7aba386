"""Run-outs from the scene to the table, and what they cannot be had without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from scipy import ndimage

import l4s_core
from l4s_core.base.errors import InputError

# Three bands and a high threshold find the upper part of the flow only: most of it is left to grow
SOURCES = {"clouds": "builtin", "model": "l4s-lite-v0", "threshold": 0.9}


def test_the_real_flow_grows_and_nothing_is_lost(puthumala: Path) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    short = l4s_core.detect(puthumala, dem, **SOURCES)
    long = l4s_core.detect(puthumala, dem, **SOURCES, runout=True)
    grown = long.landslides["grown_m2"]
    assert short.run["runout"] == 0 and long.run["runout"] == 1
    assert short.landslides["grown_m2"].sum() == 0
    assert long.run["grown_area_m2"] == grown.sum() > 10_000
    assert long.landslides["area_m2"].sum() == pytest.approx(short.landslides["area_m2"].sum() + grown.sum())
    assert len(long.landslides) <= len(short.landslides)
    ours = long.landslides.geometry.union_all()
    assert ours.buffer(0.1).contains(short.landslides.geometry.union_all())
    assert long.landslides["prob_max"].max() == short.landslides["prob_max"].max()


def test_without_terrain_it_is_refused(puthumala: Path) -> None:
    with pytest.raises(InputError, match="give a DEM with --dem"):
        l4s_core.detect(puthumala, no_dem=True, clouds="none", runout=True)


def test_outlined_again_with_the_scene_they_are_those_of_the_run(puthumala: Path, tmp_path: Path) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    run = l4s_core.detect(puthumala, dem, **SOURCES, runout=True, probability=tmp_path / "p.tif").landslides
    again = l4s_core.vectorize(tmp_path / "p.tif", dem, runout=True, scene=puthumala)
    assert again.run["runout"] == 1
    assert again.run["scene_source"] == str(puthumala)
    own = ["run_utc", "uuid", "geometry"]
    assert again.landslides.drop(columns=own).equals(run.drop(columns=own))
    assert [shape.wkb for shape in again.landslides.geometry] == [shape.wkb for shape in run.geometry]
    assert run["grown_m2"].sum() > 10_000


def test_outlined_again_without_what_they_need_is_refused(puthumala: Path, tmp_path: Path) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    far = tmp_path / "far.tif"
    with rasterio.open(
        far, "w", driver="GTiff", width=30, height=20, count=1, dtype="float32", crs="EPSG:32643",
        transform=rasterio.Affine(10, 0, 700_000, 0, -10, 1_400_000),
    ) as out:  # fmt: skip
        out.write(np.full((20, 30), 0.5, np.float32), 1)
    for how in ({"scene": puthumala}, {"dem": dem}):
        with pytest.raises(InputError, match="give --dem and --scene"):
            l4s_core.vectorize(far, threshold=0.4, runout=True, **how)
    with pytest.raises(InputError, match=r"does not overlap|shows nothing"):
        l4s_core.vectorize(far, dem, threshold=0.4, runout=True, scene=puthumala)
    with pytest.raises(TypeError, match="offse"):
        l4s_core.vectorize(far, threshold=0.4, offse=0)


def greened(scene: Path, folder: Path, where: npt.NDArray[np.bool_]) -> Path:
    """The scene as it may have been before: forest of its own ``where`` it is bare now."""
    folder.mkdir()
    bands = {}
    for path in scene.glob("B*.tif"):
        with rasterio.open(path) as source:
            bands[path.name] = source.read(1), source.profile
    red, near = (bands[name][0].astype(float) for name in ("B04.tif", "B08.tif"))
    ndvi = (near - red) / (near + red)
    changed = where & (ndvi < 0.6)
    rng = np.random.default_rng(1)
    trees = rng.choice(np.flatnonzero(ndvi > 0.75), int(changed.sum()))
    for name, (values, profile) in bands.items():
        before = values.astype(float)
        before[changed] = values.reshape(-1)[trees]
        before *= 1 + rng.normal(0, 0.02, before.shape)
        with rasterio.open(folder / name, "w", **profile) as target:
            target.write(before.round().astype(values.dtype), 1)
    return folder


def test_new_landslides_grow_over_ground_that_was_green_and_not_over_what_was_bare(
    puthumala: Path, tmp_path: Path
) -> None:
    dem = puthumala / "Copernicus_DEM_30m.tif"
    how = {"clouds": "none", "threshold": 0.6, "offset": 0, "pre_offset": 0, "level": "L2A", "pre_level": "L2A"}
    mask = tmp_path / "found.tif"
    l4s_core.detect(puthumala, dem, mask=mask, **how)
    with rasterio.open(mask) as source:
        found = source.read(1) == 1
    all_green = greened(puthumala, tmp_path / "S2A_MSIL2A_20180301T051651_all", np.ones_like(found))
    sources = ndimage.binary_dilation(found, iterations=2)
    only_sources = greened(puthumala, tmp_path / "S2A_MSIL2A_20180301T051651_sources", sources)
    beyond = {}
    for before in (all_green, only_sources):
        short = l4s_core.detect(puthumala, dem, before=before, **how)
        long = l4s_core.detect(puthumala, dem, before=before, mask=mask, overwrite=True, runout=True, **how)
        assert long.run["change"] == "looked at"
        grown = long.landslides["grown_m2"].sum()
        assert long.landslides["area_m2"].sum() == pytest.approx(short.landslides["area_m2"].sum() + grown)
        with rasterio.open(mask) as source:
            beyond[before] = int(((source.read(1) == 1) & ~sources).sum())
    assert beyond[all_green] > 100
    assert beyond[only_sources] < 0.1 * beyond[all_green], beyond
