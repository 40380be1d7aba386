"""``l4s-detect``: parse, call `detect`, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from l4s_core import __version__
from l4s_core.cli.options import cloud_options, run_options, scene_options, terrain_options
from l4s_core.cli.progress import CommandProgress

if TYPE_CHECKING:
    from l4s_core.inventory.model import Inventory


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("scene")
@click.option("-o", "--output", required=True, metavar="FILE", help="Inventory: .gpkg, .geojson, .fgb or .shp.")
@terrain_options
@click.option(
    "--model",
    metavar="NAME|FILE",
    help="Installed model, .onnx file, .safetensors checkpoint, folder of a training run, or .yaml ensemble. "
    "Default: the default model.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Probability from which a pixel is landslide. Default: the model's own.",
)
@click.option(
    "--mmu",
    "mmu_m2",
    type=click.FloatRange(0),
    default=1000.0,
    show_default=True,
    metavar="M2",
    help="Minimum mapping unit in square metres; smaller patches are dropped.",
)
@click.option(
    "--min-slope",
    "min_slope_deg",
    type=click.FloatRange(0, 90, max_open=True),
    default=5.0,
    show_default=True,
    metavar="DEG",
    help="Terrain gate: drop patches of which less than a quarter is at least this steep; 0 switches it off.",
)
@click.option(
    "--simplify",
    "simplify_m",
    type=click.FloatRange(0),
    default=0.0,
    show_default=True,
    metavar="M",
    help="Smooth outlines with this tolerance in metres; shared edges stay shared.",
)
@cloud_options
@scene_options
@click.option("--event-id", metavar="TEXT", help="Written into every polygon.")
@click.option(
    "--event-date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Written into every polygon."
)
@click.option("--trigger", metavar="TEXT", help="Such as rainfall or earthquake; written into every polygon.")
@click.option("--probability", metavar="FILE", help="Also write the probability (cloud-optimised GeoTIFF).")
@click.option("--mask", metavar="FILE", help="Also write the mask (cloud-optimised GeoTIFF).")
@click.option("--overview", metavar="FILE", help="Also draw an overview (PNG).")
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    show_default=True,
    help="Where the model runs.",
)
@click.option(
    "--backend",
    type=click.Choice(["auto", "onnx", "torch"]),
    default="auto",
    show_default=True,
    help="What runs the model: ONNX Runtime or PyTorch. auto goes by the file.",
)
@click.option("--compile", is_flag=True, help="Translate the network with torch.compile first (PyTorch only).")
@click.option("--trust-pickle", is_flag=True, help="Also open .pt, .pth and .ckpt checkpoints, which can run any code.")
@click.option("--tile", type=click.IntRange(16), metavar="PX", help="Window size. Default: the model's own.")
@click.option("--overlap", type=click.IntRange(0), metavar="PX", help="Window overlap. Default: the model's own.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model. Default: all cores.")
@run_options
@click.version_option(__version__, "-V", "--version", prog_name="l4s")
def main(style: str, verbose: bool, **options: Any) -> None:
    """Map the landslides in a Sentinel-2 SCENE.

    SCENE is a .SAFE folder or .zip, a folder of single-band GeoTIFF or JP2 files, one multi-band raster (with --bands
    if it does not name its bands), or a STAC Item JSON (file or URL).

    \b
    Examples:
      l4s-detect S2B_MSIL2A_20240801T050659_N0511_R019_T43PGN.SAFE.zip --dem dem.tif -o slides.gpkg
      l4s-detect scene_folder/ --no-dem --clouds builtin -o slides.geojson
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _detect(progress, options, style, verbose), style, debug=verbose)  # type: ignore[arg-type]


def _detect(progress: CommandProgress, options: dict[str, Any], style: str, verbose: bool) -> None:
    from l4s_core.detection import detect
    from l4s_core.provenance import Event

    date = options.pop("event_date")
    event = Event(options.pop("event_id"), None if date is None else date.date().isoformat(), options.pop("trigger"))
    options["min_slope_deg"] = options["min_slope_deg"] or None
    inventory = detect(options.pop("scene"), options.pop("dem"), event=event, progress=progress, **options)
    facts = summary(inventory)
    if verbose:
        for name, value in inventory.run.items():
            progress.message(f"{name}: {value}")
    progress.result(facts)
    if style not in ("json", "none"):
        _print_table(facts)


def summary(inventory: Inventory) -> dict[str, Any]:
    """The few facts that the end of a run is about."""
    run = inventory.run
    return {
        "output": None if inventory.path is None else str(inventory.path),
        "polygons": len(inventory.landslides),
        "area_m2": float(inventory.landslides["area_m2"].sum()),
        "observed_share": run["share_observed"],
        "not_observed": {
            name.removeprefix("share_").replace("_", " "): value
            for name, value in run.items()
            if name.startswith("share_") and name != "share_observed" and value
        },
        "clouds": run["clouds"],
        "seconds": run["run_seconds"],
        "device": run["device"],
    }


def _print_table(facts: dict[str, Any]) -> None:
    why = ", ".join(f"{name} {share:.1%}" for name, share in facts["not_observed"].items())
    for name, value in (
        ("Landslides", str(facts["polygons"])),
        ("Area", f"{facts['area_m2'] / 10000:.2f} ha"),
        ("Observed", f"{facts['observed_share']:.1%} of the scene" + (f" (not observed: {why})" if why else "")),
        ("Clouds by", facts["clouds"]),
        ("Time", f"{facts['seconds']:.1f} s"),
        ("Device", facts["device"]),
        ("Written", facts["output"] or "nothing"),
    ):
        click.echo(f"{name:<12}{value}")


if __name__ == "__main__":
    main()
