"""Options that several commands share, so that they mean and read the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from l4s_core.base.event import Event

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
    click.option(
        "--dem",
        metavar="DEM",
        help="Elevation of any CRS and resolution: a raster, a folder of tiles, STAC items (.json), an http(s) or s3 "
        "address of these, or several joined by ';'.",
    ),
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


batch_options: Callable[[F], F] = combine(
    click.option(
        "--out-dir",
        metavar="DIR",
        help="Folder for the results of many scenes: an inventory each in scenes/, inventory.gpkg of all, the journal "
        "run.jsonl.",
    ),
    click.option(
        "--manifest",
        metavar="FILE",
        help="Table of the scenes instead of SCENE: CSV with the columns scene, dem, pre, aoi, event_id, event_date, "
        "trigger, name (all but the first optional), or a STAC ItemCollection (.json) as l4s search writes it.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        help="Scenes at a time, each in a process with about 1.5 GB of memory. Default: 1; on a cluster all workers.",
    ),
    click.option(
        "--scheduler",
        metavar="local|ADDRESS",
        help="Work on a Dask cluster: its scheduler (tcp://host:8786), or local for one of this computer's cores.",
    ),
    click.option(
        "--resume",
        is_flag=True,
        help="Go on in --out-dir: scenes that are complete, with the same inputs, model and parameters, are skipped.",
    ),
    click.option(
        "--save",
        type=click.Choice(["probability", "mask", "overview"]),
        multiple=True,
        help="Also write this for every scene; can be given several times.",
    ),
    click.option("--merge/--no-merge", default=True, help="Merge the inventories of all scenes.  [default: merge]"),
)


def grouped(sections: Mapping[str, Sequence[str]]) -> type[click.Command]:
    """A command whose help lists its options under these headings, by their names; the others come last."""

    class Grouped(click.Command):
        def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
            records = {
                param.name: param.get_help_record(ctx)
                for param in self.get_params(ctx)
                if isinstance(param, click.Option)
            }
            placed = {name for names in sections.values() for name in names}
            rest = [name for name in records if name not in placed]
            for title, names in {**sections, "Other": rest}.items():
                rows = [row for name in names if (row := records.get(name)) is not None]
                with formatter.section(title):
                    formatter.write_dl(rows)

    return Grouped


def event_of(options: dict[str, Any]) -> Event:
    """What `event_options` were given, taken out of ``options``."""
    from l4s_core.base.event import Event

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
        type=click.Choice(["auto", "onnx", "openvino", "torch"]),
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
