"""STAC Items of results and of models, for a catalogue that others search."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress

if TYPE_CHECKING:
    import pystac

    from l4s_core.exchange.convert import Converted
    from l4s_core.inference.card import ModelCard, Normalisation

_MODELS = (".onnx", ".safetensors")
_GPKG = "application/geopackage+sqlite3"
_TIFF = "image/tiff; application=geotiff"
_CLASSES = ((0, "background", "no landslide"), (1, "landslide", "landslide"))


def write_item(source: Path, target: Path, progress: Progress) -> Converted:
    """The Item of a result (an inventory, and rasters beside it) or of a model file."""
    from l4s_core.exchange.convert import Converted

    progress.stage("reading")
    model = source.suffix.lower() in _MODELS
    if not source.is_file():
        raise InputError(f"{source} does not exist; give an inventory or a model file.")
    item, count, problems = (*_of_model(source, target), ()) if model else _of_result(source, target)
    progress.stage("writing")
    with partial_folder(target) as folder:
        text = json.dumps(item.to_dict(include_self_link=False), indent=2, ensure_ascii=False, allow_nan=False)
        (folder / target.name).write_text(text + "\n", encoding="utf-8")
    losses = (
        "An Item describes the files; it does not hold them. Their addresses are relative where they lie beside it.",
    )
    return Converted(target, "stac", "a model of l4s" if model else "an inventory", count, 0, problems, losses)


def _of_model(source: Path, target: Path) -> tuple[pystac.Item, int]:
    """With the extension for models (MLM) and `file`."""
    import pystac

    from l4s_core.inference.open import describe_model

    mlm = _mlm()
    card, _ = describe_model(source)
    item = pystac.Item(
        card.id,
        None,
        None,
        _moment(card.created_utc) or _modified(source),
        {
            "title": card.title,
            "description": f"Landslides in Sentinel-2 images. Trained on: {card.training_data}",
            "license": "other",  # the sentence is no SPDX id
            "l4s:licence": card.licence,
            "l4s:threshold": card.threshold,
            "l4s:normalisation": [group.normalisation.model_dump(mode="json") for group in card.inputs],
            "l4s:optional_channels": card.optional_channels,
            "l4s:levels": card.levels,
        },
    )
    shape = [-1, card.input_channels, card.tile_px, card.tile_px]
    order = ["batch", "bands", "height", "width"]
    read = mlm.ModelInput.create(
        name="channels, normalised as the card says",
        bands=[mlm.ModelBand.create(name) for name in card.network_channels],
        input=mlm.InputStructure.create(shape, order, mlm.DataType.FLOAT32),
        description=_in_words(card),
        value_scaling=_scaling(card, mlm),
        pre_processing_function=mlm.ProcessingExpression.create("uri", "https://example.org/l4s"),
    )
    given = mlm.ModelOutput.create(
        name=", ".join(card.layers),
        tasks=[mlm.TaskType.SEMANTIC_SEGMENTATION],
        result=mlm.ResultStructure.create(
            [-1, len(card.layers), card.tile_px, card.tile_px], order, mlm.DataType.FLOAT32
        ),
        description="Probability of a landslide, 0 to 1, for each pixel of 10 m"
        + ("" if len(card.layers) == 1 else f"; then {', '.join(card.layers[1:])}"),
        classes=[mlm.Classification.create(value, word, name=name) for value, name, word in _CLASSES],
    )
    mlm.MLMExtension.ext(item, add_if_missing=True).apply(
        name=card.title,
        architecture=card.network,
        tasks=[mlm.TaskType.SEMANTIC_SEGMENTATION],
        input=[read],
        output=[given],
        framework="ONNX" if source.suffix.lower() == ".onnx" else "PyTorch",
        accelerator=mlm.AcceleratorType.AMD64,
        accelerator_constrained=False,
    )
    asset = _asset(source, target, "application/octet-stream; application=onnx", ["mlm:model", "mlm:weights", "data"])
    asset.extra_fields["mlm:artifact_type"] = "onnx" if source.suffix.lower() == ".onnx" else "safetensors"
    item.add_asset("model", asset)
    _say_files(item)
    return item, 0


def _of_result(source: Path, target: Path) -> tuple[pystac.Item, int, tuple[str, ...]]:
    """With `projection`, `raster`, `classification` and `file`."""
    import pystac

    from l4s_core.exchange.read import read_any
    from l4s_core.inventory.merging.sources import footprint_of

    found = read_any(source)
    inventory, run = found.inventory, dict(found.inventory.run)
    slides = inventory.landslides
    problems = list(found.problems)
    footprint = footprint_of(run)
    crs = slides.crs
    if footprint is None:
        problems.append("It does not say where its scene lies; the geometry of the item is the box of its landslides.")
        bounds = slides.total_bounds
        if not np.isfinite(bounds).all():
            raise InputError(f"{source} has no landslides and does not say where its scene lies; no item can be made.")
        footprint = shapely.box(*bounds)
    place = _in_degrees(footprint, crs)
    start, end = (_moment(run.get(name)) for name in ("date_min", "date_max"))
    end = end or _moment(run.get("scene_time_utc")) or _latest(slides)
    properties: dict[str, Any] = {
        "title": f"Landslides in {run.get('scene_post') or source.stem}",
        "l4s:landslides": len(slides),
        "l4s:area_m2": float(slides["area_m2"].sum()),
        **{
            f"l4s:{name}": run[name]
            for name in ("model_id", "model_sha", "threshold", "mmu_m2", "share_observed", "software", "event_id")
            if run.get(name) is not None
        },
    }
    if start and end:
        properties |= {"start_datetime": _text(start), "end_datetime": _text(end)}
    item = pystac.Item(
        target.stem, shapely.geometry.mapping(place), list(place.bounds), end or _modified(source), properties
    )
    inventory_asset = _asset(source, target, _GPKG if source.suffix.lower() == ".gpkg" else None, ["data"])
    inventory_asset.title = "Landslides, crown and toe points, what was not observed"
    item.add_asset("inventory", inventory_asset)
    _project(item, run, crs)
    for name, path in _rasters(source).items():
        _add_raster(item, name, path, target)
    _say_files(item)
    return item, len(slides), tuple(problems)


def _rasters(source: Path) -> dict[str, Path]:
    """Rasters of the run that lie beside its inventory, by their own metadata or by their usual names."""
    names = {
        "probability": ("probability.tif", f"{source.stem}_probability.tif", f"{source.stem}.tif"),
        "mask": ("mask.tif", f"{source.stem}_mask.tif"),
    }
    found = {}
    for name, usual in names.items():
        path = next((source.with_name(one) for one in usual if source.with_name(one).is_file()), None)
        if path is not None:
            found[name] = path
    return found


def _add_raster(item: pystac.Item, name: str, path: Path, target: Path) -> None:
    import rasterio
    from pystac.extensions.raster import DataType, RasterBand, RasterExtension

    with rasterio.open(path) as raster:
        dtype, nodata, scale, pixel = raster.dtypes[0], raster.nodata, raster.scales[0], abs(raster.transform.a)
        shape, transform = [raster.height, raster.width], list(raster.transform)
    asset = _asset(path, target, _TIFF, ["data"])
    item.add_asset(name, asset)
    band = RasterBand.create(
        nodata=nodata, data_type=DataType(dtype), spatial_resolution=pixel, scale=scale if scale != 1 else None
    )
    RasterExtension.ext(asset, add_if_missing=True).apply([band])
    asset.extra_fields |= {"proj:shape": shape, "proj:transform": transform}
    if name == "mask":
        from pystac.extensions.classification import Classification, ClassificationExtension

        ClassificationExtension.ext(asset, add_if_missing=True).apply(
            [Classification.create(value, word, name=short) for value, short, word in _CLASSES]
        )


def _project(item: pystac.Item, run: dict[str, Any], crs: Any) -> None:
    from pystac.extensions.projection import ProjectionExtension

    projection = ProjectionExtension.ext(item, add_if_missing=True)
    code = crs.to_epsg() if crs is not None else None
    projection.apply(epsg=code, wkt2=None if code or crs is None else crs.to_wkt())
    try:
        shape = [int(str(run["grid_rows"])), int(str(run["grid_cols"]))]
        transform = [float(word) for word in str(run["grid_transform"]).split()]
    except (KeyError, ValueError):
        return
    if len(transform) == 6:
        projection.shape, projection.transform = shape, transform


def _asset(path: Path, target: Path, media_type: str | None, roles: list[str]) -> pystac.Asset:
    import pystac

    relative = path.absolute().parent == target.absolute().parent
    return pystac.Asset(
        f"./{path.name}" if relative else path.absolute().as_uri(), media_type=media_type, roles=roles,
        extra_fields={"l4s:path": str(path.absolute())},
    )  # fmt: skip


def _say_files(item: pystac.Item) -> None:
    """Size and checksum (multihash of SHA-256) of every asset."""
    from pystac.extensions.file import FileExtension

    from l4s_core.exchange.convert import digest_of

    for asset in item.assets.values():
        path = Path(asset.extra_fields.pop("l4s:path"))
        digest = digest_of(path)
        FileExtension.ext(asset, add_if_missing=True).apply(checksum=f"1220{digest}", size=path.stat().st_size)


def _scaling(card: ModelCard, mlm: Any) -> list[Any] | None:
    """Mean and standard deviation of each channel where the model has fixed ones."""
    groups = [group.normalisation for group in card.inputs]
    if not all(group.kind == "fixed" for group in groups):
        return None
    found = []
    for group in groups:
        fixed: Any = group
        found += [
            mlm.ValueScaling.create(mlm.ValueScalingType.Z_SCORE, mean=mean * divide, stddev=std * divide)
            for divide, mean, std in zip(fixed.divide, fixed.mean, fixed.std, strict=True)
        ]
    return found


def _in_words(card: ModelCard) -> str:
    kinds = ", ".join(sorted({_name(group.normalisation) for group in card.inputs}))
    return f"{card.units}; normalised: {kinds}; pixels that are not observed get the fill value of their group"


def _name(normalisation: Normalisation) -> str:
    return str(normalisation.kind)


def _mlm() -> Any:
    try:
        from pystac.extensions import mlm
    except ImportError as error:
        raise InputError(
            "The item of a model needs a newer pystac; install it with pip install --upgrade pystac."
        ) from error
    return mlm


def _in_degrees(shape: Any, crs: Any) -> Any:
    from geopandas.geoseries import GeoSeries

    left, bottom, right, top = shape.bounds
    bent = shapely.segmentize(shape, max(right - left, top - bottom) / 4)
    return shapely.set_precision(GeoSeries([bent], crs=crs).to_crs("OGC:CRS84").iloc[0], 1e-7)


def _moment(value: Any) -> datetime | None:
    text = str(value or "").strip().replace("Z", "+00:00")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _latest(slides: Any) -> datetime | None:
    days = [str(day) for name in ("date_max", "event_date") for day in slides[name].dropna()]
    return _moment(max(days)) if days else None


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, timezone.utc)


def _text(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
