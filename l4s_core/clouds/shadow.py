"""Where the shadow of a cloud is searched: on the side away from the sun.

Where a scene does not say how the sun stood, its latitude does within limits: the satellite passes in the morning, so
the sun is in the eastern half of the sky and shadows lie to the west of their clouds (in the far north to the north).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from l4s_core.clouds.coarse import CoarseReader
from l4s_core.rasters.morphology import Bools, dilate, sweep
from l4s_core.scene.types import Scene

CLOUD_TOP_M = 2500.0
"""Height of a cloud above the ground up to which its shadow is searched; its distance is this times tan(zenith)."""
FARTHEST_M, FARTHEST_UNKNOWN_M = 2000.0, 1000.0
"""Shadow is searched no farther than this from the cloud, along the sun's azimuth or along all that it can have had."""
SIDEWAYS_M = 100.0
"""Tolerance around the line along which a shadow is searched: a cloud is not flat, the ground is not either."""
NODE_HOUR_DEG, INCLINATION_DEG = -22.5, 98.62
"""Hour angle of the sun where the satellite crosses the equator, at 10:30 mean local solar time, and inclination of its
orbit (Sentinel-2)."""
OBLIQUITY_DEG = 23.44
MARGIN_DEG = 10.0
"""Added to both ends of the azimuths that the sun can have had: the swath is 290 km wide, the sun runs up to a quarter
of an hour before or behind mean time."""

_STEP_DEG = 12.0  # between two lines searched: 200 m at 1000 m, which the tolerance of both closes
_ROUNDING = 4  # pixels by which `sweep` can overshoot


@dataclass(frozen=True)
class ShadowSearch:
    """Where the shadow of a cloud is searched, in working pixels.

    ``towards`` are unit vectors (down, right) from the cloud to where its shadow can be.
    """

    reach: int
    sideways: int
    towards: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, scene: Scene, reader: CoarseReader) -> ShadowSearch:
        """That of a scene, on the working grid of ``reader``."""
        pixel = reader.resolution_m
        south_down = 1.0 if reader.grid.resolution.y < 0 else -1.0
        if scene.sun_azimuth_deg is None:
            reach, azimuths = FARTHEST_UNKNOWN_M, possible_azimuths_deg(latitude_deg(scene))
        else:
            reach, azimuths = FARTHEST_M, (scene.sun_azimuth_deg,)
            if scene.sun_zenith_deg is not None:
                reach = min(CLOUD_TOP_M * math.tan(math.radians(min(scene.sun_zenith_deg, 80.0))), FARTHEST_M)
        towards = tuple((math.cos(a) * south_down, -math.sin(a)) for a in map(math.radians, azimuths))
        return cls(round(reach / pixel), round(SIDEWAYS_M / pixel), towards)

    @property
    def halo(self) -> int:
        """Pixels on each side that have a say in whether a pixel is in a shadow."""
        return self.reach + self.sideways + _ROUNDING

    def around(self, cloud: Bools) -> Bools:
        """Where a shadow of these clouds could be."""
        out = np.zeros_like(cloud)
        for down, right in self.towards:
            out |= sweep(cloud, down, right, self.reach)
        return dilate(out, self.sideways)


def latitude_deg(scene: Scene) -> float:
    """Of the middle of a scene; 0 where it has no CRS."""
    if scene.grid.crs is None:
        return 0.0
    return float(scene.grid.extent.centroid.to_crs("EPSG:4326").coords[0][1])


def possible_azimuths_deg(latitude: float) -> tuple[float, ...]:
    """Azimuths of the sun at the overpass over the year, clockwise from north, no farther apart than can be bridged.

    From the declination at both solstices and the equinoxes (spherical astronomy, e.g. Meeus 1998, chapter 13). Near
    the equator that is from 30 to 150 degrees, at 46 degrees north from 135 to 175.
    """
    found = [_azimuth_deg(latitude, declination) for declination in (-OBLIQUITY_DEG, 0.0, OBLIQUITY_DEG)]
    first, last = min(found) - MARGIN_DEG, max(found) + MARGIN_DEG
    return tuple(float(a) for a in np.linspace(first, last, math.ceil((last - first) / _STEP_DEG) + 1))


def overpass_hour_deg(latitude: float) -> float:
    """Hour angle of the sun at the overpass: the descending orbit leans to the west, so it is later in the north.

    On a sphere a point of the orbit lies ``asin(tan(latitude) / tan(inclination))`` from the node in longitude.
    """
    lean = math.tan(math.radians(latitude)) / -math.tan(math.radians(INCLINATION_DEG))
    return NODE_HOUR_DEG + math.degrees(math.asin(min(max(lean, -1.0), 1.0)))


def _azimuth_deg(latitude: float, declination: float) -> float:
    at, sun, hour = (math.radians(angle) for angle in (latitude, declination, overpass_hour_deg(latitude)))
    east = -math.cos(sun) * math.sin(hour)
    north = math.sin(sun) * math.cos(at) - math.cos(sun) * math.sin(at) * math.cos(hour)
    return math.degrees(math.atan2(east, north)) % 360.0
