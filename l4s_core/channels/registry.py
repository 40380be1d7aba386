"""Every channel that a model, a recipe or a file of patches may name.

A channel is a band of the scene, the same of the scene before the event (``pre:B4``), a spectral index of either, the
elevation, or what is derived from it. A new one is a row in `_BANDS` or `_TERRAIN` here or in `indices.INDICES`.

Divisors: Ghorbanzadeh et al. 2022 (JSTARS 15) and the organisers' published mean vector; the HDF5 values of
Landslide4Sense are raw values divided by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from l4s_core.channels.indices import INDICES

Source = Literal["optical", "before", "terrain", "index"]
PRE = "pre:"
"""Before the name of a band or an index: that of the scene before the event."""
REFLECTANCE = "reflectance x 10000"


@dataclass(frozen=True)
class Channel:
    """One channel.

    Attributes
    ----------
    name : what models, recipes and files call it.
    source : ``optical`` (the scene), ``before`` (the scene before the event), ``terrain`` or ``index``.
    unit : of its values.
    native_m : ground sampling distance in metres of what it is made from, the coarsest of several.
    l4s_divisor : by which Landslide4Sense divides it, None where it is none of its 14 channels.
    """

    name: str
    source: Source
    unit: str
    native_m: float
    l4s_divisor: float | None = None

    @property
    def is_reflectance(self) -> bool:
        """Whether it is a band, of the scene or of the one before."""
        return self.unit == REFLECTANCE


_BANDS: tuple[tuple[str, float, float | None], ...] = (
    ("B1", 60, 1111.81236406),
    ("B2", 10, 824.63171476),
    ("B3", 10, 663.41636217),
    ("B4", 10, 445.17289745),
    ("B5", 20, 645.8582926),
    ("B6", 20, 1547.73508126),
    ("B7", 20, 1960.44401001),
    ("B8", 10, 1941.32229668),
    ("B8A", 20, None),
    ("B9", 60, 674.07572865),
    ("B10", 60, 9.04787384),
    ("B11", 20, 1113.98338755),
    ("B12", 20, 519.90397929),
)
DEM_M = 12.5  # of the ALOS elevation in Landslide4Sense; other DEMs have other pixels
_TERRAIN: tuple[tuple[str, str, float | None], ...] = (
    ("slope", "degrees", 20.29228266),
    ("dem", "metres", 772.83144788),
    # derivatives, see terrain.derivatives
    ("northness", "1", None),
    ("eastness", "1", None),
    ("curvature", "1 / 100 m", None),
    ("plan_curvature", "1 / 100 m", None),
    ("profile_curvature", "1 / 100 m", None),
    ("tpi", "metres", None),
    ("roughness", "metres", None),
)
SENTINEL2_BANDS: tuple[str, ...] = tuple(name for name, _, _ in _BANDS)
NATIVE_RESOLUTION_M: dict[str, float] = {name: native for name, native, _ in _BANDS}
TERRAIN_CHANNELS: tuple[str, ...] = tuple(name for name, _, _ in _TERRAIN)
INDEX_CHANNELS: tuple[str, ...] = tuple(INDICES)


def _registered() -> dict[str, Channel]:
    now = [Channel(name, "optical", REFLECTANCE, native, divisor) for name, native, divisor in _BANDS]
    now += [
        Channel(name, "index", "1", max(NATIVE_RESOLUTION_M[band] for band in index.bands))
        for name, index in INDICES.items()
    ]
    before = [replace(one, name=PRE + one.name, source="before") for one in now]
    terrain = [Channel(name, "terrain", unit, DEM_M, divisor) for name, unit, divisor in _TERRAIN]
    return {one.name: one for one in (*now, *terrain, *before)}


_CHANNELS = _registered()
ALL_CHANNELS: tuple[str, ...] = tuple(_CHANNELS)


def channel(name: str) -> Channel:
    """The channel of that name. Raises ValueError, one sentence with the nearest names, where there is none."""
    if problem := unknown_problem([name]):
        raise ValueError(problem)
    return _CHANNELS[name]


def is_terrain(name: str) -> bool:
    """Whether a channel is elevation or derived from it; False for a name that is no channel."""
    return name in _CHANNELS and _CHANNELS[name].source == "terrain"


def is_optical(name: str) -> bool:
    """Whether a channel is a band of the scene that is mapped; False for a name that is no channel."""
    return name in _CHANNELS and _CHANNELS[name].source == "optical"


def is_before(name: str) -> bool:
    """Whether a channel is of the scene before the event; False for a name that is no channel."""
    return name in _CHANNELS and _CHANNELS[name].source == "before"


def needs_before(names: Iterable[str]) -> bool:
    """Whether a scene before the event is looked at for some of the channels."""
    return any(map(is_before, names))


def is_reflectance(name: str) -> bool:
    """Whether a channel is a band, of the scene or of the one before; False for a name that is no channel."""
    return name in _CHANNELS and _CHANNELS[name].is_reflectance


def bands_of(names: Iterable[str]) -> tuple[str, ...]:
    """The bands that channels of one scene are read from: themselves, and those of the indices among them.

    ``names`` without ``pre:``; each band once, those that are named first.
    """
    asked = list(names)
    bands = [name for name in asked if name not in INDICES]
    return tuple(dict.fromkeys((*bands, *(band for name in asked if name in INDICES for band in INDICES[name].bands))))


def scene_channels(bands: Sequence[str], prefix: str = "") -> tuple[str, ...]:
    """What a scene with these bands has: they, and the indices that they are enough for; ``prefix`` before each."""
    indices = (name for name, index in INDICES.items() if set(index.bands) <= set(bands))
    return tuple(prefix + name for name in (*bands, *indices))


def stack_channels(bands: Sequence[str], terrain: bool, bands_before: Sequence[str] | None = None) -> tuple[str, ...]:
    """What a stack of a scene with these bands has, with or without terrain and a scene before with those bands."""
    before = () if bands_before is None else scene_channels(bands_before, PRE)
    return (*scene_channels(bands), *(TERRAIN_CHANNELS if terrain else ()), *before)


def measured(names: Iterable[str]) -> list[str]:
    """The channels that there is a file for, which a message lists: not the indices and derivatives that follow."""
    plain = ("slope", "dem")
    return [name for name in names if is_reflectance(name) or name in plain]


def unknown_problem(names: Sequence[str]) -> str | None:
    """What to say of the first name that is no channel, in one sentence with the nearest names; None where all are."""
    unknown = next((name for name in names if name not in _CHANNELS), None)
    if unknown is None:
        return None
    if is_terrain(unknown.removeprefix(PRE)):
        return f"There is no channel {unknown!r}: the terrain has no before; take {unknown.removeprefix(PRE)}."
    folded = {name.lower(): name for name in ALL_CHANNELS}
    near = [folded[match] for match in get_close_matches(unknown.lower(), folded, n=3)]
    if near:
        return f"There is no channel {unknown!r}; nearest: {', '.join(near)}."
    return (
        f"There is no channel {unknown!r}; there are the bands {', '.join(SENTINEL2_BANDS)}, the indices "
        f"{', '.join(INDEX_CHANNELS)}, {PRE} before one of these for the scene before the event, and the terrain "
        f"{', '.join(TERRAIN_CHANNELS)}."
    )
