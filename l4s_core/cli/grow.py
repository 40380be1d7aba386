"""``l4s grow``: the outline of a landslide from one point in it."""

from __future__ import annotations

import json
from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import Inputs, Outputs, SceneOptions, TerrainOptions


@click.command(
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        "ignore_unknown_options": True,  # coordinates below 0
    }
)
@click.argument("x", type=float)
@click.argument("y", type=float)
@click.option("--crs", metavar="CRS", help="Of X and Y, such as EPSG:4326 (X is longitude). Default: the raster's.")
@click.option(
    "--probability", metavar="FILE", help="Probability raster of the run, as l4s-detect --probability wrote it."
)
@click.option(
    "--probability-scale", type=float, metavar="NUMBER", help="Its stored value of certainty, as l4s vectorize --scale."
)
@click.option(
    "--scene", metavar="SCENE", help="The scene, as l4s-detect takes it: what the ground looks like counts too."
)
@from_fields(SceneOptions)
@from_fields(Inputs, "dem", help="Elevation as l4s-detect takes it, for the terrain attributes.")
@from_fields(TerrainOptions, "dem_unit")
@click.option(
    "--exclude", metavar="FILE", help="Landslides that are known already, in any CRS: nothing grows over them."
)
@click.option(
    "--reach",
    "reach_m",
    type=float,
    default=2500.0,
    show_default=True,
    metavar="M",
    help="How far from the point it goes, each way.",
)
@click.option(
    "--max-area", "most_m2", type=float, default=2e6, show_default=True, metavar="M2", help="The largest outline."
)
@click.option("--steps", type=click.IntRange(1, 100), metavar="N", help="Outlines at most.  [default: 15]")
@from_fields(Outputs, "output", help="The likeliest outline, or all with --json: .gpkg, .geojson, .fgb or .shp.")
@click.option("--json", "as_json", is_flag=True, help="Print all outlines as GeoJSON in the raster's CRS.")
@run_options
def grow(style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Outline the landslide at the point X Y: a few outlines from tight to loose, each inside of the next.

    It grows from the point over ground that is likely by the --probability and looks like it in the --scene. One of the
    two is enough, both are better. All attributes of an inventory are measured.

    \b
    Example:
      l4s grow 623500 1271500 --probability probability.tif --scene scene/ --dem dem.tif -o slide.geojson
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json else style
    run_command(lambda progress: _grow(progress, as_json, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _grow(progress: CommandProgress, as_json: bool, options: dict[str, Any]) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name
    from l4s_core.detection.grow import grow
    from l4s_core.detection.measure import write_polygons
    from l4s_core.inventory.files.write import WRITERS

    output, overwrite = options.pop("output"), options.pop("overwrite")
    if output is None and not as_json:
        raise InputError("Nothing says where the outline goes; give --output, or --json to have all printed.")
    check_ending(output, tuple(WRITERS), "outline")
    check_vector_name(output)
    outputs = check_outputs([output], overwrite=overwrite)
    found = grow(options.pop("x"), options.pop("y"), progress=progress, **options)
    table = found.outlines if as_json else found.outlines.iloc[[found.likeliest]]
    for path in outputs:
        write_polygons(table, path, progress)
    if as_json:
        click.echo(json.dumps(_collection(found)))
        return
    area = float(table["area_m2"].iloc[0])
    progress.result({"outlines": len(found.outlines), "step": found.likeliest + 1, "area_m2": area, "output": output})


def _collection(found: Any) -> dict[str, Any]:
    """GeoJSON with the CRS named as GDAL writes and reads it, and what was gone by."""
    import shapely

    from l4s_core.cli.measure import plain_rows

    table = found.outlines
    names = tuple(name for name in table.columns if name != table.geometry.name)
    features = [
        {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
        for row, shape in zip(plain_rows(table, names), table.geometry, strict=True)
    ]
    authority = table.crs.to_authority()
    named = {} if authority is None else {"crs": {"type": "name", "properties": {"name": _urn(authority)}}}
    return {
        "type": "FeatureCollection",
        **named,
        "crs_wkt": table.crs.to_wkt(),
        "likeliest": found.likeliest,
        "evidence": list(found.evidence),
        "features": features,
    }


def _urn(authority: tuple[str, str]) -> str:
    return f"urn:ogc:def:crs:{authority[0]}::{authority[1]}"
