"""``l4s-detect``: parse, call `detect`, report."""

from __future__ import annotations

from typing import Any

import click

from l4s_core import __version__
from l4s_core.cli.options import (
    area_option,
    cloud_options,
    event_of,
    event_options,
    outline_options,
    run_options,
    scene_options,
    terrain_options,
    trust_pickle_option,
)
from l4s_core.cli.progress import CommandProgress


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
    type=click.FloatRange(0, 1, min_open=True),
    help="Probability from which a pixel is landslide. Default: the model's own.",
)
@outline_options
@cloud_options
@scene_options
@area_option
@click.option(
    "--pre",
    "before",
    metavar="SCENE",
    help="Scene before the event: sets scene_pre and the earliest date of the landslides. Only its date and place are "
    "read; the networks do not look at it.",
)
@event_options
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
@trust_pickle_option
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
      l4s-detect scene.zip --dem dem.tif --aoi valley.gpkg --pre scene_before.zip -o slides.gpkg
      l4s-detect scene_folder/ --no-dem --clouds builtin -o slides.geojson
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _detect(progress, options, style, verbose), style, debug=verbose)  # type: ignore[arg-type]


def _detect(progress: CommandProgress, options: dict[str, Any], style: str, verbose: bool) -> None:
    from l4s_core.cli.summary import print_table, summary
    from l4s_core.detection import detect

    event = event_of(options)
    options["min_slope_deg"] = options["min_slope_deg"] or None
    inventory = detect(options.pop("scene"), options.pop("dem"), event=event, progress=progress, **options)
    facts = summary(inventory, **{name: options[name] for name in ("probability", "mask", "overview")})
    if verbose:
        for name, value in inventory.run.items():
            progress.message(f"{name}: {value}")
    progress.result(facts)
    if style not in ("json", "none"):
        print_table(facts)


if __name__ == "__main__":
    main()
