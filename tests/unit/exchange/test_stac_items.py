"""STAC Items of results and models: as pystac reads them, and by the rules of the specification."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import pystac.validation
import pytest
import shapely

from inventory_kit import inventory_of, write_raster
from l4s_core.exchange.convert import convert
from l4s_core.inference.open import describe_model, find_model
from l4s_core.inventory import write_inventory

RUN = {"grid_transform": "10.0 0.0 600000.0 0.0 -10.0 1280000.0", "grid_rows": 40, "grid_cols": 60}


def checked(path: Path) -> tuple[pystac.Item, dict[str, Any]]:
    """Read by pystac, and by the core schema where jsonschema is installed."""
    raw = json.loads(path.read_text("utf-8"))
    item = pystac.Item.from_dict(raw)
    if find_spec("jsonschema") is not None:
        # the core schemas are in pystac; those of the extensions are on the web
        pystac.validation.validate_dict({**raw, "stac_extensions": []}, stac_object_type=pystac.STACObjectType.ITEM)
    assert raw["type"] == "Feature" and raw["stac_version"].startswith("1.")
    assert (raw["geometry"] is None) == ("bbox" not in raw)
    return item, raw


def test_the_item_of_a_result(tmp_path: Path) -> None:
    probability = np.zeros((40, 60))
    probability[5:15, 5:15] = 0.9
    inventory = inventory_of(tmp_path, probability, run={**RUN, "date_min": "2018-08-01", "date_max": "2018-09-10"})
    slides = write_inventory(inventory, tmp_path / "slides.gpkg")
    write_raster(tmp_path / "mask.tif", (probability > 0.5).astype(np.uint8), 255)
    convert(slides, tmp_path / "slides.json")
    item, raw = checked(tmp_path / "slides.json")
    assert raw["properties"]["start_datetime"] == "2018-08-01T00:00:00Z"
    assert raw["properties"]["end_datetime"] == "2018-09-10T00:00:00Z"
    assert raw["properties"]["proj:code"] == "EPSG:32643"
    assert raw["properties"]["proj:shape"] == [40, 60]
    assert raw["properties"]["l4s:landslides"] == 1
    box = inventory.landslides.to_crs(4326).total_bounds
    assert shapely.contains(shapely.geometry.shape(raw["geometry"]), shapely.box(*box))
    assert set(item.assets) == {"inventory", "probability", "mask"}
    asset = raw["assets"]["inventory"]
    assert asset["href"] == "./slides.gpkg" and asset["file:size"] == slides.stat().st_size
    assert asset["file:checksum"] == "1220" + hashlib.sha256(slides.read_bytes()).hexdigest()
    [band] = raw["assets"]["probability"]["raster:bands"]
    assert band["nodata"] == 65535 and band["data_type"] == "uint16"
    assert [one["value"] for one in raw["assets"]["mask"]["classification:classes"]] == [0, 1]
    for extension in ("projection", "raster", "classification", "file"):
        assert any(f"/{extension}/" in uri for uri in raw["stac_extensions"]), extension


def test_the_item_of_a_model_says_what_goes_in_and_comes_out(tmp_path: Path) -> None:
    pytest.importorskip("pystac.extensions.mlm")
    model = find_model(None)
    card, _ = describe_model(model)
    convert(model, tmp_path / "model.json", to="stac")
    _, raw = checked(tmp_path / "model.json")
    properties = raw["properties"]
    # what the extension demands: https://github.com/stac-extensions/mlm, version 1.4
    assert properties["mlm:name"] and properties["mlm:architecture"] == card.network
    assert properties["mlm:tasks"] == ["semantic-segmentation"] and properties["mlm:framework"] == "ONNX"
    [given], [out] = properties["mlm:input"], properties["mlm:output"]
    assert [band["name"] if isinstance(band, dict) else band for band in given["bands"]] == card.network_channels
    assert given["input"]["shape"][1] == card.input_channels == len(given["bands"])
    assert given["input"]["dim_order"] == ["batch", "bands", "height", "width"]
    assert out["result"]["shape"][1] == len(card.layers)
    [asset] = [one for one in raw["assets"].values() if "mlm:model" in one["roles"]]
    assert asset["mlm:artifact_type"] == "onnx" and asset["file:size"] == model.stat().st_size
    assert any("/mlm/" in uri for uri in raw["stac_extensions"])
