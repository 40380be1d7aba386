"""What a run is asked for: everything that decides its result, and the files that it is written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.clouds.model import CloudMethod
from l4s_core.errors import InputError
from l4s_core.scene.model import Level, Scene

if TYPE_CHECKING:
    from l4s_core.area import Area
    from l4s_core.predict.model import Arithmetic, Device
    from l4s_core.predict.open import Backend
    from l4s_core.provenance import Event
    from l4s_core.stack.dem import DemUnit


@dataclass(frozen=True)
class Request:
    """The parameters of `detect` that its result depends on, under their names there; None for the DEM is said to be
    meant."""

    scene: str | Path | Scene
    dem: str | Path | None = None
    model: str | Path | None = None
    threshold: float | None = None
    mmu_m2: float = 1000.0
    min_slope_deg: float | None = 5.0
    simplify_m: float = 0.0
    clouds: CloudMethod = "auto"
    mask_water: bool = False
    bands: Mapping[str, int] | str | None = None
    offset: float | None = None
    level: Level | None = None
    area: str | Path | Area | None = None
    before: str | Path | Scene | None = None
    dem_unit: DemUnit = "auto"
    allow_partial_dem: bool = False
    event: Event | None = None
    device: Device = "auto"
    backend: Backend = "auto"
    precision: Arithmetic = "auto"
    compile: bool = False
    trust_pickle: bool = False
    tile: int | None = None
    overlap: int | None = None
    origin: tuple[int, int] = (0, 0)
    threads: int | None = None


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
    from l4s_core.inventory import check_output
    from l4s_core.outputs import TIFF, check_ending, check_outputs

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
