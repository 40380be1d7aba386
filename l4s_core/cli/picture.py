"""``l4s picture``: a scene as layers to look at."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import SceneOptions


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("scene")
@click.option("-o", "--output", "folder", required=True, metavar="DIR", help="Folder to write into; made if needed.")
@click.option(
    "--kinds",
    metavar="NAMES",
    help="Pictures to make, with commas: true_colour, false_colour, ndvi. Default: those that the bands allow.",
)
@click.option(
    "--like",
    metavar="DIR",
    help="Folder of pictures of another scene, such as that after the event: the same contrast, so that both compare.",
)
@click.option("--png", is_flag=True, help="Also a small PNG of each picture.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: files, bands and contrast.")
@from_fields(SceneOptions)
@run_options
def picture(style: str, verbose: bool, **options: Any) -> None:
    """Write a Sentinel-2 SCENE as pictures for a map: true colour, false colour and NDVI.

    Nothing is copied: bands.vrt and ndvi.vrt are virtual rasters over the scene's own files, in reflectance x 10000,
    which QGIS and GDAL open. pictures.json says which bands are red, green and blue and the contrast in which land
    looks like land; clouds, snow and water do not count for it.
    """
    from l4s_core.cli.run import run_command

    style = "none" if options["as_json"] and style == "auto" else style
    run_command(lambda progress: _picture(progress, **options), style, debug=verbose)  # type: ignore[arg-type]


def _picture(
    progress: CommandProgress,
    scene: str,
    folder: str,
    kinds: str | None,
    like: str | None,
    png: bool,
    as_json: bool,
    overwrite: bool,
    **how: Any,
) -> None:
    import json
    import os
    from pathlib import Path

    from l4s_core.base.errors import InputError
    from l4s_core.pictures.kinds import KINDS
    from l4s_core.pictures.scene import make_pictures
    from l4s_core.rasters.header import is_remote
    from l4s_core.scene import open_scene

    names = tuple(KINDS) if kinds is None else tuple(name.strip() for name in kinds.split(",") if name.strip())
    if unknown := [name for name in names if name not in KINDS]:
        raise InputError(f"--kinds: {unknown[0]!r} is no picture; choose of {', '.join(KINDS)}.")
    if not names:
        raise InputError(f"--kinds names no picture; choose of {', '.join(KINDS)}.")
    progress.stage("opening the scene")
    # whole paths: a virtual raster is opened from anywhere
    local = not (is_remote(scene) or scene.startswith("/vsi"))
    opened = open_scene(os.path.abspath(Path(scene).expanduser()) if local else scene, **how)  # noqa: PTH100
    where = Path(folder)
    facts = make_pictures(
        opened,
        where,
        names,
        like=None if like is None else Path(like),
        png=png,
        overwrite=overwrite,
        progress=progress,
    )
    for note in facts["notes"]:
        progress.message(note)
    if as_json:
        click.echo(json.dumps({"folder": str(where), **facts}))
    else:
        progress.message(f"Written: {where} ({', '.join(one['kind'] for one in facts['pictures'])}).")
    progress.result({"folder": str(where), **facts})
