"""From whatever a user has of a Sentinel-2 scene to one ``Scene``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from l4s_core.scene.model import BandSource, ClassSource, Level, Scene, SceneKind

if TYPE_CHECKING:
    from l4s_core.scene.check import check_readable as check_readable
    from l4s_core.scene.open import open_scene as open_scene

__all__ = ["BandSource", "ClassSource", "Level", "Scene", "SceneKind", "check_readable", "open_scene"]


def __getattr__(name: str) -> Any:
    # these import rasterio; the types alone do not
    if name == "open_scene":
        from l4s_core.scene.open import open_scene

        return open_scene
    if name == "check_readable":
        from l4s_core.scene.check import check_readable

        return check_readable
    raise AttributeError(f"module 'l4s_core.scene' has no attribute {name!r}")
