"""Options that several commands share, so that they mean and read the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def combine(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several click decorators as one, shown in the order given."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


scene_options: Callable[[F], F] = combine(
    click.option(
        "--bands",
        metavar="NAMES",
        help="Bands of a multi-band raster in its own order, such as B2,B3,B4,B8; '-' leaves one out.",
    ),
    click.option(
        "--offset",
        type=float,
        metavar="DN",
        help="Added to the raw values before they become reflectance: -1000 or 0. Default: from the metadata, else "
        "detected and reported.",
    ),
    click.option("--level", type=click.Choice(["L1C", "L2A"]), help="Processing level, where the files do not say it."),
)

terrain_options: Callable[[F], F] = combine(
    click.option("--dem", metavar="FILE", help="Elevation raster, any CRS and resolution."),
    click.option("--no-dem", is_flag=True, help="Go without terrain: no gate on slope, terrain attributes stay null."),
    click.option(
        "--dem-unit",
        type=click.Choice(["auto", "metres", "feet"]),
        default="auto",
        show_default=True,
        help="Unit of the heights, where the file does not say it.",
    ),
    click.option(
        "--allow-partial-dem",
        is_flag=True,
        help="Go on if the DEM covers less than 95 % of the scene; the rest is reported as not observed.",
    ),
)

cloud_options: Callable[[F], F] = combine(
    click.option(
        "--clouds",
        type=click.Choice(["auto", "product", "csmask", "builtin", "none"]),
        default="auto",
        show_default=True,
        help="Cloud test: the product's own classes, the ukis-csmask network, the built-in spectral test, none. "
        "auto takes the first of these that is there.",
    ),
    click.option("--mask-water", is_flag=True, help="Report open water as not observed."),
)

patch_model_options: Callable[[F], F] = combine(
    click.option(
        "--device",
        type=click.Choice(["auto", "cpu", "cuda"]),
        default="auto",
        show_default=True,
        help="Where the model runs.",
    ),
    click.option(
        "--backend",
        type=click.Choice(["auto", "onnx", "torch"]),
        default="auto",
        show_default=True,
        help="What runs the model.",
    ),
    click.option(
        "--batch", type=click.IntRange(1, 4096), default=16, show_default=True, metavar="N", help="Patches at a time."
    ),
)

run_options: Callable[[F], F] = combine(
    click.option("--overwrite", is_flag=True, help="Replace outputs that exist."),
    click.option(
        "--progress",
        "style",
        type=click.Choice(["auto", "bar", "lines", "json", "none"]),
        default="auto",
        show_default=True,
        help="How to report progress; json writes JSON lines to standard output.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Every parameter of the run at its end, and the whole traceback if something breaks.",
    ),
)
