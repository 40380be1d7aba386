"""From whatever a user has of a Sentinel-2 scene to one ``Scene``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l4s_core.base.lazy import lazy_names
from l4s_core.scene.types import BandSource, ClassSource, Level, Scene, SceneKind

if TYPE_CHECKING:
    from l4s_core.scene.check import check_readable as check_readable
    from l4s_core.scene.open import open_scene as open_scene

__all__ = ["BandSource", "ClassSource", "Level", "Scene", "SceneKind", "check_readable", "open_scene"]

# these import rasterio; the types alone do not
__getattr__, __dir__ = lazy_names(__name__, {"check_readable": "check", "open_scene": "open"})
