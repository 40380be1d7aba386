"""From terrain to what Sentinel-2 would see of it: 13 bands at native resolution, scene classes, and the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.channels.registry import NATIVE_RESOLUTION_M, SENTINEL2_BANDS
from l4s_core.synthetic.fields import Field, block_mean, blur, fractal_noise
from l4s_core.synthetic.landslides import Slide, SlideMap, draw_landslides, place_landslides
from l4s_core.synthetic.spectra import SKY_SHARE, SPECTRA
from l4s_core.synthetic.terrain import Terrain, illumination, slope_aspect

SUN_AZIMUTH_DEG = 152.0
SUN_ZENITH_DEG = 51.0
COVERS = tuple(SPECTRA)


@dataclass(frozen=True)
class Landscape:
    """A made-up scene.

    ``bands``: B1 ... B12 with B8A, float32 reflectance x 10000 (surface), NaN outside the swath, each at its native
    resolution. ``scl``: uint8 scene classes at 20 m. ``truth``: uint16 at 10 m, 0 or the number of the landslide,
    hidden by clouds or not. ``slides``: their tracks in pixels of the 10 m grid.
    """

    bands: dict[str, npt.NDArray[np.float32]]
    scl: npt.NDArray[np.uint8]
    truth: npt.NDArray[np.uint16]
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class _Sky:
    """Clouds and their shadows on the 10 m grid: opacity 0 to 1, shadow 0 to 1, and where the swath ends."""

    cloud: Field
    shadow: Field
    outside: npt.NDArray[np.bool_]


def make_landscape(
    terrain: Terrain, rng: np.random.Generator, *, margin_px: int = 30, landslides: int = 26, clouds: int = 3
) -> Landscape:
    """Cover the terrain, let it slide, and look at it from above.

    ``margin_px`` pixels on each side of the terrain are not part of the scene (so that the DEM can reach beyond it);
    what is left must have multiples of 6 rows and columns, because of the 60 m bands.
    """
    slides = place_landslides(terrain, rng, count=landslides, margin_px=margin_px + 8)
    shape = terrain.elevation_m.shape
    drawn = draw_landslides(slides, (shape[0], shape[1]), rng)
    shares = _cover_shares(terrain, drawn, rng)
    sky = _sky((shape[0], shape[1]), rng, clouds, margin_px)
    bands = _bands_10m(terrain, shares, sky, rng)

    crop = (slice(margin_px, shape[0] - margin_px), slice(margin_px, shape[1] - margin_px))
    outside = sky.outside[crop]
    native = {}
    for k, name in enumerate(SENTINEL2_BANDS):
        band = np.where(outside, np.nan, bands[k][crop])
        native[name] = block_mean(band, round(NATIVE_RESOLUTION_M[name] / 10)).astype(np.float32)
    scl = _scene_classes({name: layer[crop] for name, layer in shares.items()}, terrain, sky, crop)
    moved = tuple(Slide(slide.path - margin_px, slide.half_width_px) for slide in slides)
    return Landscape(native, scl, drawn.ids[crop].copy(), moved)


def _smooth_step(values: Field, low: float, high: float) -> Field:
    t = np.clip((values - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _cover_shares(terrain: Terrain, slides: SlideMap, rng: np.random.Generator) -> dict[str, Field]:
    """Cover -> share of each pixel, 0 to 1; together they are 1 everywhere."""
    z = terrain.elevation_m
    shape = (z.shape[0], z.shape[1])
    slope, _ = slope_aspect(blur(z, 1.5), terrain.pixel_m)
    shares = {name: np.zeros(shape) for name in COVERS if name != "cloud"}
    shares["forest"] += 1

    def lay(name: str, share: Field) -> None:
        for other in shares.values():
            other *= 1 - share
        shares[name] += share

    high = (z - np.percentile(z, 88)) / 120
    meadow = fractal_noise(shape, rng, beta=2.6, longest_px=70, shortest_px=4)
    lay("grass", 0.85 * _smooth_step(meadow + np.clip(high, -0.7, 0.9), 1.1, 1.7))
    above_river = z - np.interp(np.arange(shape[1]), terrain.river[:, 1], _river_heights(terrain))[None, :]
    floor = _smooth_step(8 - slope, 0, 3) * _smooth_step(30 - above_river, 0, 15)
    for name, parcel in _parcels(shape, rng).items():
        lay(name, floor * parcel)
    length_px = np.maximum(np.tan(np.radians(np.maximum(slope, 2))) * terrain.pixel_m, 0.5)
    broken = fractal_noise(shape, rng, beta=3, longest_px=150, shortest_px=40) > -0.5
    for height_m, share in ((22.0, 0.55), (210.0, 0.4)):
        road = np.clip(1.1 - np.abs(above_river - height_m) / length_px, 0, 1) * (slope > 4)
        lay("road", share * road * (broken if height_m > 100 else 1.0))
    houses = (rng.random(shape) < 0.02) & (above_river > 6) & (above_river < 45) & (slope < 16)
    lay("roof", 0.7 * houses.astype(np.float64))
    bars = fractal_noise(shape, rng, beta=2.2, longest_px=30, shortest_px=3)
    d = terrain.river_distance_m
    lay("gravel", _smooth_step(52 + 22 * bars - d, 0, 14))
    lay("water", 0.9 * _smooth_step(21 + 5 * bars - d, 0, 12))
    fresh = slides.cover * np.clip(1.05 - 0.25 * np.abs(fractal_noise(shape, rng, beta=1, longest_px=8)), 0.3, 1)
    deposit = _smooth_step(slides.along, 0.3, 0.7)
    lay("source", fresh * (1 - deposit))
    lay("deposit", fresh * np.where(slides.cover > 0, deposit, 0) / np.maximum(1 - fresh * (1 - deposit), 1e-6))
    return shares


def _river_heights(terrain: Terrain) -> Field:
    rows = np.clip(np.rint(terrain.river[:, 0]), 0, terrain.elevation_m.shape[0] - 1).astype(np.intp)
    cols = np.clip(np.rint(terrain.river[:, 1]), 0, terrain.elevation_m.shape[1] - 1).astype(np.intp)
    return np.asarray(terrain.elevation_m[rows, cols], dtype=np.float64)


def _parcels(shape: tuple[int, int], rng: np.random.Generator) -> dict[str, Field]:
    """Fields as a tilted, slightly bent grid of strips, each with one use."""
    rows, cols = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float64)
    angle = np.radians(rng.uniform(15, 35))
    bend = [3 * fractal_noise(shape, rng, beta=3.5, longest_px=120, shortest_px=30) for _ in range(2)]
    u = (cols * np.cos(angle) + rows * np.sin(angle) + bend[0]) / 11
    v = (rows * np.cos(angle) - cols * np.sin(angle) + bend[1]) / 6
    block = np.floor(u).astype(np.int64)
    strip = np.floor(v + 0.37 * (block % 3)).astype(np.int64)
    uses = rng.choice(4, size=(256, 256), p=[0.42, 0.28, 0.18, 0.12])[block % 256, strip % 256]
    hedge = np.minimum(u % 1, 1 - u % 1) * 11 < 0.6
    return {
        name: np.where(hedge, 0.5, 0.95) * (uses == k)
        for k, name in enumerate(("crop", "grass", "stubble", "ploughed"))
    }


def _sky(shape: tuple[int, int], rng: np.random.Generator, clouds: int, margin_px: int) -> _Sky:
    """Cumulus clouds 700 m above ground, their shadows away from the sun, and the end of the swath at one corner."""
    rows, cols = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float64)
    lumps = fractal_noise(shape, rng, beta=3.1, longest_px=40, shortest_px=2)
    cloud = np.zeros(shape)
    for k in range(clouds):
        # spread over the scene, away from the corner that is outside the swath
        row = shape[0] * rng.uniform(0.15, 0.85)
        col = shape[1] * (0.12 + 0.6 * (k + rng.uniform(0.2, 0.8)) / clouds)
        radius = rng.uniform(17, 30)
        distance = np.hypot((rows - row) * rng.uniform(0.9, 1.5), (cols - col) * rng.uniform(0.7, 1.1)) / radius
        np.maximum(cloud, _smooth_step(1.15 - distance + 0.24 * lumps, 0, 0.7), out=cloud)
    away = np.radians(SUN_AZIMUTH_DEG + 180)
    shift_px = 700 * np.tan(np.radians(SUN_ZENITH_DEG)) / 10
    down, right = round(-np.cos(away) * shift_px), round(np.sin(away) * shift_px)
    shadow = np.zeros(shape)
    target = (
        slice(max(down, 0), shape[0] + min(down, 0)),
        slice(max(right, 0), shape[1] + min(right, 0)),
    )
    source = (
        slice(max(-down, 0), shape[0] + min(-down, 0)),
        slice(max(-right, 0), shape[1] + min(-right, 0)),
    )
    shadow[target] = cloud[source]
    inner_cols = shape[1] - 2 * margin_px
    outside = (cols - margin_px) - 0.28 * (rows - margin_px) > 0.93 * inner_cols
    cloud = blur(cloud, 0.8)
    return _Sky(cloud, blur(shadow, 1.5), outside)


def _bands_10m(terrain: Terrain, shares: dict[str, Field], sky: _Sky, rng: np.random.Generator) -> Field:
    """(13, rows, cols) reflectance x 10000, before the swath is cut."""
    z = terrain.elevation_m
    shape = (z.shape[0], z.shape[1])
    lit = illumination(z, terrain.pixel_m, SUN_AZIMUTH_DEG, SUN_ZENITH_DEG) / np.cos(np.radians(SUN_ZENITH_DEG))
    lit = lit * (1 - 0.85 * sky.shadow)
    stand = 0.11 * fractal_noise(shape, rng, beta=2.4, longest_px=90, shortest_px=3)
    hue = 0.10 * fractal_noise(shape, rng, beta=2.8, longest_px=60, shortest_px=6)
    crowns = 0.13 * rng.standard_normal(shape)
    streaks = 0.15 * fractal_noise(shape, rng, beta=2.2, longest_px=16, shortest_px=2)
    ground = np.zeros((13, *shape))
    vegetation = shares["forest"] + shares["grass"] + shares["crop"]
    # leaves vary more in the infrared than in the visible; bare ground varies together in all bands
    depth = np.interp(np.arange(13), [0, 3, 6, 8, 12], [0.7, 0.8, 1.0, 1.0, 0.9])
    yellow = np.interp(np.arange(13), [0, 1, 2, 3, 4, 6, 12], [0.2, 0.3, 0.8, 1.6, 0.8, 0.2, 0.8])
    for name, share in shares.items():
        ground += SPECTRA[name][:, None, None] * share
    for k in range(13):
        change = depth[k] * (stand + crowns) * (0.4 + 0.6 * shares["forest"]) + yellow[k] * hue
        ground[k] *= np.exp(vegetation * change + (1 - vegetation) * streaks)
        ground[k] *= SKY_SHARE[k] + (1 - SKY_SHARE[k]) * lit
        opaque = np.clip(sky.cloud * 1.02, 0, 1)
        lumps = 1 + 0.10 * (crowns + 2 * stand)
        ground[k] = ground[k] * (1 - opaque) + opaque * SPECTRA["cloud"][k] * lumps
        ground[k] = blur(ground[k], 0.55) + rng.normal(0, 6, shape)
    return np.clip(ground, 1, 20000)


def _scene_classes(
    shares: dict[str, Field], terrain: Terrain, sky: _Sky, crop: tuple[slice, slice]
) -> npt.NDArray[np.uint8]:
    """Classes of the Level-2A scene classification (SCL) at 20 m."""
    bare = sum(
        (shares[name] for name in ("source", "deposit", "gravel", "ploughed", "stubble", "road", "roof")),
        np.zeros_like(shares["forest"]),
    )
    lit = illumination(terrain.elevation_m, terrain.pixel_m, SUN_AZIMUTH_DEG, SUN_ZENITH_DEG)[crop]
    cloud = block_mean(sky.cloud[crop], 2)
    scl = np.full(cloud.shape, 4, np.uint8)  # vegetation
    scl[block_mean(bare, 2) > 0.5] = 5  # not vegetated
    scl[block_mean(shares["water"], 2) > 0.5] = 6
    scl[block_mean(lit, 2) < 0.06] = 2  # dark area
    scl[block_mean(sky.shadow[crop], 2) > 0.3] = 3
    scl[cloud > 0.06] = 8  # cloud, medium probability
    scl[cloud > 0.5] = 9
    scl[block_mean(sky.outside[crop].astype(np.float64), 2) > 0] = 0
    return scl
