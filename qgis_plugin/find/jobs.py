"""What is asked of ``l4s search`` and ``l4s fetch``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SearchJob:
    """All clear scenes around an event, see `l4s search --list`; ``area`` is a file with polygons."""

    area: Path
    event_date: str
    output: Path
    days_before: int = 60
    days_after: int = 60
    max_cloud: int = 50
    level: str = "L2A"
    stac: str | None = None
    dem_stac: str | None = None
    with_dem: bool = True

    def arguments(self) -> list[str]:
        # values beginning with a hyphen would be options: all are joined to theirs
        return [
            "search",
            "--list",
            "--overwrite",
            f"--aoi={self.area}",
            f"--event-date={self.event_date}",
            f"--output={self.output}",
            f"--days-before={self.days_before}",
            f"--days-after={self.days_after}",
            f"--max-cloud={self.max_cloud}",
            f"--level={self.level}",
            *([] if self.stac is None else [f"--stac={self.stac}"]),
            *([] if self.dem_stac is None else [f"--dem-stac={self.dem_stac}"]),
            *([] if self.with_dem else ["--no-dem"]),
        ]


@dataclass(frozen=True)
class FetchJob:
    """Items of a search to a folder; ``local`` is the catalogue's own server, which may be one of the own network."""

    items: Path
    folder: Path
    ids: Sequence[str]
    bands: str = "ten"
    local: str | None = None

    def arguments(self) -> list[str]:
        return [
            "fetch",
            str(self.items),
            f"--output={self.folder}",
            *(f"--id={name}" for name in self.ids),
            f"--bands={self.bands}",
            *([] if self.local is None else [f"--local={self.local}"]),
        ]
