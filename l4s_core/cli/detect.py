"""``l4s-detect``: parse, call `detect` or `detect_batch`, report."""

from __future__ import annotations

import sys
from typing import Any

import click

from l4s_core._version import read_version
from l4s_core.base.errors import InputError
from l4s_core.cli.options import (
    area_option,
    batch_options,
    cloud_options,
    event_of,
    event_options,
    grouped,
    outline_options,
    run_options,
    scene_options,
    terrain_options,
    trust_pickle_option,
)
from l4s_core.cli.progress import CommandProgress

SECTIONS = {
    "Output": ("output", "out_dir", "probability", "mask", "overview", "overwrite"),
    "Many scenes": ("manifest", "jobs", "scheduler", "resume", "save", "merge"),
    "Scene, terrain and area": (
        "dem", "no_dem", "dem_unit", "allow_partial_dem", "bands", "offset", "level", "before", "area",
    ),
    "Clouds": ("clouds", "mask_water"),
    "Landslides": ("threshold", "mmu_m2", "min_slope_deg", "simplify_m", "event_id", "event_date", "trigger"),
    "Model": ("model", "device", "backend", "precision", "compile", "trust_pickle", "tile", "overlap", "threads"),
}  # fmt: skip


@click.command(
    cls=grouped(SECTIONS), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.argument("scenes", nargs=-1, metavar="SCENE...")
@click.option("-o", "--output", metavar="FILE", help="Inventory of one scene: .gpkg, .geojson, .fgb or .shp.")
@batch_options
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
    metavar="P",
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
    type=click.Choice(["auto", "onnx", "openvino", "torch"]),
    default="auto",
    show_default=True,
    help="What runs the model: ONNX Runtime, OpenVINO or PyTorch. auto takes PyTorch for checkpoints, ONNX Runtime for "
    ".onnx files.",
)
@click.option(
    "--precision",
    type=click.Choice(["auto", "fp32", "bf16", "fp16"]),
    default="auto",
    show_default=True,
    help="What PyTorch computes in; auto is bf16 on GPUs that have it, else fp32.",
)
@click.option("--compile", is_flag=True, help="Translate the network with torch.compile first (PyTorch only).")
@trust_pickle_option
@click.option("--tile", type=click.IntRange(16), metavar="PX", help="Window size. Default: the model's own.")
@click.option("--overlap", type=click.IntRange(0), metavar="PX", help="Window overlap. Default: the model's own.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model. Default: all cores.")
@run_options
@click.version_option(read_version(), "-V", "--version", prog_name="l4s")
def main(style: str, verbose: bool, **options: Any) -> None:
    """Map the landslides in one Sentinel-2 SCENE (-o), or in many (--out-dir).

    SCENE is a .SAFE folder or .zip, a folder of single-band GeoTIFF or JP2 files, one multi-band raster (with --bands
    if it does not name its bands), or a STAC Item JSON (file or URL). Many scenes give an inventory each and a merged
    one; a scene that fails stops no other (exit code 3), and --resume goes on after a stop.

    \b
    Examples:
      l4s-detect S2B_MSIL2A_20240801T050659_N0511_R019_T43PGN.SAFE.zip --dem dem.tif -o slides.gpkg
      l4s-detect scene.zip --dem dem.tif --aoi valley.gpkg --pre scene_before.zip -o slides.gpkg
      l4s-detect scene_folder/ --no-dem --clouds builtin -o slides.geojson
      l4s-detect scenes/*.SAFE.zip --dem dem_tiles/ --out-dir mapped/ --jobs 4
      l4s-detect --manifest scenes.csv --out-dir mapped/ --resume
    """
    from l4s_core.cli.run import run_command

    work = _detect if options["out_dir"] is None else _detect_batch
    exit_code = run_command(lambda progress: work(progress, options, style, verbose), style, debug=verbose)  # type: ignore[arg-type]
    if exit_code:
        sys.exit(exit_code)


def _detect(progress: CommandProgress, options: dict[str, Any], style: str, verbose: bool) -> int:
    from l4s_core.cli.run_summary import print_table
    from l4s_core.detection import detect
    from l4s_core.detection.summary import summary

    scene = _only_scene(options)
    event = event_of(options)
    options["min_slope_deg"] = options["min_slope_deg"] or None
    inventory = detect(scene, options.pop("dem"), event=event, progress=progress, **options)
    facts = summary(inventory, **{name: options[name] for name in ("probability", "mask", "overview")})
    if verbose:
        for name, value in inventory.run.items():
            progress.message(f"{name}: {value}")
    progress.result(facts)
    if style not in ("json", "none"):
        print_table(facts)
    return 0


def _detect_batch(progress: CommandProgress, options: dict[str, Any], style: str, verbose: bool) -> int:
    from l4s_core.batch.api import detect_batch
    from l4s_core.batch.job import DetectOptions
    from l4s_core.cli.batch_summary import batch_summary, print_batch

    if options.pop("output") is not None:
        raise InputError("-o is for one scene and --out-dir for many; leave one of them out.")
    for kind in ("probability", "mask", "overview"):
        if options.pop(kind) is not None:
            raise InputError(f"--{kind} names the file of one scene; with --out-dir say --save {kind}.")
    own = ("scenes", "dem", "no_dem", "manifest", "before", "area", "jobs", "scheduler", "resume", "overwrite", "merge")
    given = {name: options.pop(name) for name in own}
    out = options.pop("out_dir")
    event = event_of(options)
    options["min_slope_deg"] = options["min_slope_deg"] or None
    result = detect_batch(
        out=out, event=event, options=DetectOptions(**options), progress=progress, command=sys.argv, **given
    )
    facts = batch_summary(result)
    if verbose:
        for name, value in options.items():
            progress.message(f"{name}: {value}")
    progress.result(facts)
    if style not in ("json", "none"):
        print_batch(facts)
    return result.exit_code


def _only_scene(options: dict[str, Any]) -> str:
    """The scene of a run over one, after taking out what is for batches."""
    for_many = ("manifest", "jobs", "scheduler", "resume", "save")
    given = [name for name in for_many if options.pop(name)]
    merge = options.pop("merge")
    del options["out_dir"]
    if given or not merge:
        raise InputError(f"--{given[0] if given else 'no-merge'} is for many scenes; say --out-dir DIR too.")
    scenes = options.pop("scenes")
    if not scenes:
        raise InputError("No scene was given; see l4s-detect --help.")
    if len(scenes) > 1:
        raise InputError(f"-o is for one scene, and {len(scenes)} were given; say --out-dir DIR for many.")
    if options["output"] is None:
        raise InputError("Nothing says where to write; give -o FILE for one scene, or --out-dir DIR for many.")
    return str(scenes[0])


if __name__ == "__main__":
    main()
