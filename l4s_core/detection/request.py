"""What a run is asked for: everything that decides its result, and the files that it is written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.errors import InputError
from l4s_core.detection.options import DetectOptions, Outputs

if TYPE_CHECKING:
    from l4s_core.base.event import Event
    from l4s_core.inference.protocol import Model
    from l4s_core.scene.types import Scene
    from l4s_core.vectors.area import Area


@dataclass(frozen=True, kw_only=True)
class Request:
    """What `detect` is asked for, as far as its result depends on it.

    Attributes
    ----------
    dem : None is said to be meant.
    options : what is done.
    asked : what the user asked for, where that is something else: on a worker the model and the threads are its own.
    """

    scene: str | Path | Scene
    dem: str | Path | None = None
    area: str | Path | Area | None = None
    before: str | Path | Scene | None = None
    event: Event | None = None
    options: DetectOptions = field(default_factory=DetectOptions)
    asked: DetectOptions | None = None


def check_outputs_of(outputs: Outputs) -> None:
    """Raise InputError for outputs that cannot be written."""
    from l4s_core.base.outputs import TIFF, check_ending, check_outputs
    from l4s_core.inventory import check_output

    if outputs.output is not None:
        check_output(outputs.output, outputs.overwrite)
    if outputs.keep_review is not None:
        from l4s_core.inventory.review import check_review

        check_review(outputs.keep_review)
    check_outputs(outputs.paths(), overwrite=outputs.overwrite)
    check_ending(outputs.probability, TIFF, "The probability")
    check_ending(outputs.uncertainty_raster, TIFF, "The uncertainty")
    check_ending(outputs.mask, TIFF, "The mask")
    check_ending(outputs.overview, (".png",), "The overview")


def check_terrain(dem: str | Path | None, *, no_dem: bool) -> None:
    """Raise InputError for a DEM that was neither given nor declined, or both."""
    if dem is None and not no_dem:
        raise InputError("No DEM was given; give one with --dem, or say --no-dem to go without terrain.")
    if dem is not None and no_dem:
        raise InputError("Both a DEM and --no-dem were given; leave one of them out.")


def check_layers(model: Model, outputs: Outputs) -> None:
    """Raise InputError for an output that the model has nothing for."""
    from l4s_core.inference.protocol import UNCERTAINTY

    if outputs.uncertainty_raster is not None and UNCERTAINTY not in model.layers:
        raise InputError(
            f"The model {model.card.id} does not say how unsure it is, so there is nothing to write to "
            f"{outputs.uncertainty_raster}; say --uncertainty tta too, or leave --uncertainty-raster (in a batch "
            "--save uncertainty) away."
        )
