"""What a picture of a scene is made from, and where its files lie. Only the standard library is used here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACTS = "pictures.json"
FORMAT = 3
"""Of what ``l4s picture`` writes; `l4s_core.pictures.scene` has the same."""
FOLDER = "pictures"
_LARGEST = 1_000_000  # bytes of the facts
_LONGEST_NAME = 40


@dataclass(frozen=True)
class PictureJob:
    """``l4s picture``: pictures of a scene.

    Parameters
    ----------
    scene
        What `l4s_core.scene.open_scene` opens.
    files
        The band files behind a scene that is only a list of them, as pairs of band and path.
    bands, offset, scale, level
        As of `jobs.DetectJob`.
    like
        Folder of the pictures whose contrast these get.
    """

    scene: Path
    files: tuple[tuple[str, Path], ...] = ()
    bands: str | None = None
    offset: float | None = None
    scale: float | None = None
    level: str | None = None
    like: Path | None = None

    def arguments(self, folder: Path) -> list[str]:
        """What follows the name of the program; the pictures go into ``folder``."""
        told = [f"--{name}={value}" for name, value in self._told().items() if value is not None]
        return ["picture", str(self.scene), "--output", str(folder), *told, "--overwrite"]

    def folder(self, root: Path) -> Path:
        """Where its pictures lie in a profile: the same for the same scene, read in the same way."""
        told = {name: None if value is None else str(value) for name, value in self._told().items()}
        what = [(band, str(path)) for band, path in self.files] or str(self.scene)
        state = [_state(path) for _, path in self.files] or [_state(self.scene)]
        text = json.dumps([FORMAT, what, state, told])
        name = self.files[0][1].parent.name if self.files else self.scene.name
        words = re.sub(r"[^\w.-]+", "_", name.partition(".")[0])[:_LONGEST_NAME].strip("._-")
        return root / FOLDER / f"{words or 'scene'}_{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def _told(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("like", "bands", "offset", "scale", "level")}


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # an address, or a date of a cube
        return 0, 0
    return found.st_size, found.st_mtime_ns


def known(folder: Path) -> dict[str, Any] | None:
    """What is known of the pictures in a folder; None where they are not there, not whole or of another version."""
    try:
        text = (folder / FACTS).read_bytes()
        facts = json.loads(text.decode("utf-8")) if len(text) < _LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or facts.get("format") != FORMAT or not isinstance(facts.get("pictures"), list):
        return None
    pictures = [one for one in facts["pictures"] if isinstance(one, Mapping)]
    if not pictures or not all((folder / Path(str(one.get("file"))).name).is_file() for one in pictures):
        return None
    return facts
