"""Options that several commands share, so that they mean and read the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from l4s_core.provenance import Event

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

dem_unit_option: Callable[[F], F] = click.option(
    "--dem-unit",
    type=click.Choice(["auto", "metres", "feet"]),
    default="auto",
    show_default=True,
    help="Unit of the heights, where the file does not say it.",
)

terrain_options: Callable[[F], F] = combine(
    click.option("--dem", metavar="FILE", help="Elevation raster, any CRS and resolution."),
    click.option("--no-dem", is_flag=True, help="Go without terrain: no gate on slope, terrain attributes stay null."),
    dem_unit_option,
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

area_option: Callable[[F], F] = click.option(
    "--aoi",
    "area",
    metavar="FILE",
    help="Vector file of any CRS with polygons, or FILE|layername=NAME: only what is inside is mapped and counted.",
)

outline_options: Callable[[F], F] = combine(
    click.option(
        "--mmu",
        "mmu_m2",
        type=click.FloatRange(0),
        default=1000.0,
        show_default=True,
        metavar="M2",
        help="Minimum mapping unit in square metres; smaller patches are dropped.",
    ),
    click.option(
        "--min-slope",
        "min_slope_deg",
        type=click.FloatRange(0, 90, max_open=True),
        default=5.0,
        show_default=True,
        metavar="DEG",
        help="Terrain gate: drop patches of which less than a quarter is at least this steep; 0 switches it off.",
    ),
    click.option(
        "--simplify",
        "simplify_m",
        type=click.FloatRange(0),
        default=0.0,
        show_default=True,
        metavar="M",
        help="Smooth outlines with this tolerance in metres; shared edges stay shared.",
    ),
)

event_options: Callable[[F], F] = combine(
    click.option("--event-id", metavar="TEXT", help="Written into every polygon."),
    click.option(
        "--event-date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Written into every polygon."
    ),
    click.option("--trigger", metavar="TEXT", help="Such as rainfall or earthquake; written into every polygon."),
)


def event_of(options: dict[str, Any]) -> Event:
    """What `event_options` were given, taken out of ``options``."""
    from l4s_core.provenance import Event

    date = options.pop("event_date")
    return Event(options.pop("event_id"), None if date is None else date.date().isoformat(), options.pop("trigger"))


trust_pickle_option: Callable[[F], F] = click.option(
    "--trust-pickle", is_flag=True, help="Also open .pt, .pth and .ckpt checkpoints, which can run any code."
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
    trust_pickle_option,
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
