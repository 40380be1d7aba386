"""``l4s-detect``: parse, call `detect` or `detect_batch`, report."""

from __future__ import annotations

import sys
from typing import Any

import click

from l4s_core._version import read_version
from l4s_core.base.errors import InputError
from l4s_core.cli.options import batch_options, event_of, event_options, from_fields, grouped, run_groups, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import (
    BeforeOptions,
    ChangeOptions,
    CloudOptions,
    GuardOptions,
    Inputs,
    LookOptions,
    ModelOptions,
    OutlineOptions,
    Outputs,
    SceneOptions,
    TerrainOptions,
    WindowOptions,
    option_names,
    output_field,
)

KINDS = ("probability", "uncertainty", "mask", "overview")

SECTIONS = {
    "Output": ("output", "out_dir", *option_names(Outputs, "output")),
    "Many scenes": ("manifest", "jobs", "scheduler", "resume", "save", "merge"),
    "Scene, terrain and area": (
        "dem", "no_dem", *option_names(TerrainOptions), *option_names(SceneOptions),
        *option_names(Inputs, "dem", "no_dem"), *option_names(BeforeOptions), *option_names(ChangeOptions),
    ),
    "Clouds": option_names(CloudOptions),
    "Landslides": (*option_names(OutlineOptions), "event_id", "event_date", "trigger"),
    "Model": (
        *option_names(ModelOptions, "threads"), *option_names(LookOptions), *option_names(WindowOptions, "origin"),
        "threads", *option_names(GuardOptions),
    ),
}  # fmt: skip


@click.command(
    cls=grouped(SECTIONS), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.argument("scenes", nargs=-1, metavar="SCENE...")
@batch_options
@run_groups()
@event_options
@from_fields(Outputs, *option_names(Outputs, "overwrite"))
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
    from l4s_core.cli.run_summary import print_table, say_warnings
    from l4s_core.detection import detect
    from l4s_core.detection.summary import summary

    scene = _only_scene(options)
    event = event_of(options)
    options["min_slope_deg"] = options["min_slope_deg"] or None
    inventory = detect(scene, options.pop("dem"), event=event, progress=progress, **options)
    named = Outputs.of(**{name: options[name] for name in ("probability", "uncertainty_raster", "mask", "overview")})
    written = named.with_uncertainty(options["uncertainty"])
    facts = summary(inventory, **{kind: getattr(written, output_field(kind)) for kind in KINDS})
    if verbose:
        for name, value in inventory.run.items():
            progress.message(f"{name}: {value}")
    if style == "json":
        for warning in facts["warnings"]:
            progress.message(f"WARNING: {warning['text']}")
    progress.result(facts)
    if style != "json":
        print_table(facts)
        say_warnings(facts["warnings"])
    return 0


def _detect_batch(progress: CommandProgress, options: dict[str, Any], style: str, verbose: bool) -> int:
    from l4s_core.batch.api import detect_batch
    from l4s_core.cli.batch_summary import batch_summary, print_batch, say_batch_warnings

    if options.pop("output") is not None:
        raise InputError("-o is for one scene and --out-dir for many; leave one of them out.")
    if options.pop("keep_review") is not None:
        raise InputError("--keep-review is for one scene; with --out-dir leave it out, and map that scene by itself.")
    for kind in KINDS:
        if options.pop(output_field(kind)) is not None:
            flag = output_field(kind).replace("_", "-")
            raise InputError(f"--{flag} names the file of one scene; with --out-dir say --save {kind}.")
    own = ("scenes", "dem", "no_dem", "manifest", "before", "area", "jobs", "scheduler", "resume", "overwrite", "merge")
    given = {name: options.pop(name) for name in own}
    out = options.pop("out_dir")
    event = event_of(options)
    options["min_slope_deg"] = options["min_slope_deg"] or None
    result = detect_batch(out=out, event=event, progress=progress, command=sys.argv, **given, **options)
    facts = batch_summary(result)
    if verbose:
        for name, value in options.items():
            progress.message(f"{name}: {value}")
    if style == "json":
        for scene in facts["scenes"]:
            for warning in scene.get("warnings", ()):
                progress.message(f"{scene['name']}: WARNING: {warning['text']}")
    progress.result(facts)
    if style != "json":
        print_batch(facts)
        say_batch_warnings(facts)
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
        from l4s_core.scene.gather.scenes import one_each

        scenes = [one.source for one in one_each(scenes)]  # a pattern may have named the tiles of one export
    if len(scenes) > 1:
        raise InputError(f"-o is for one scene, and {len(scenes)} were given; say --out-dir DIR for many.")
    if options["output"] is None:
        raise InputError("Nothing says where to write; give -o FILE for one scene, or --out-dir DIR for many.")
    return str(scenes[0])


if __name__ == "__main__":
    main()
