"""What a run is asked for: everything that decides its result, and the files that it is written to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.errors import InputError
from l4s_core.detection.parameters import Parameters

if TYPE_CHECKING:
    from l4s_core.base.event import Event
    from l4s_core.scene.types import Scene
    from l4s_core.vectors.area import Area


@dataclass(frozen=True)
class Request(Parameters):
    """What `detect` is asked for, as far as its result depends on it; None for the DEM is said to be meant."""

    scene: str | Path | Scene
    dem: str | Path | None = None
    area: str | Path | Area | None = None
    before: str | Path | Scene | None = None
    event: Event | None = None


@dataclass(frozen=True)
class Outputs:
    """The files that a run writes, None for those it does not; ``overwrite`` lets it replace files that exist."""

    inventory: Path | None = None
    probability: Path | None = None
    mask: Path | None = None
    overview: Path | None = None
    overwrite: bool = False

    def paths(self) -> list[Path]:
        """Those that are written."""
        return [path for path in (self.inventory, self.probability, self.mask, self.overview) if path is not None]


def check_request(request: Request, outputs: Outputs, *, no_dem: bool) -> None:
    """Raise InputError for outputs that cannot be written and for a DEM that was neither given nor declined."""
    from l4s_core.base.outputs import TIFF, check_ending, check_outputs
    from l4s_core.inventory import check_output

    if outputs.inventory is not None:
        check_output(outputs.inventory, outputs.overwrite)
    check_outputs(outputs.paths(), overwrite=outputs.overwrite)
    check_ending(outputs.probability, TIFF, "The probability")
    check_ending(outputs.mask, TIFF, "The mask")
    check_ending(outputs.overview, (".png",), "The overview")
    if request.dem is None and not no_dem:
        raise InputError("No DEM was given; give one with --dem, or say --no-dem to go without terrain.")
    if request.dem is not None and no_dem:
        raise InputError("Both a DEM and --no-dem were given; leave one of them out.")
