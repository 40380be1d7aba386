"""A model that says how unsure it is, and one whose card has cut-offs of its own, through a whole run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio

import l4s_core
from l4s_core.detection.options import output_field
from l4s_core.detection.vectorize import vectorize
from l4s_core.inventory.review_next import review_next
from l4s_core.inventory.review_rule import worth
from l4s_core.rasters.write import decode_probability
from onnx_models import write_model
from scene_kit import command, hillside, refused

LAYERS = ["probability", "uncertainty"]


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return decode_probability(source.read(1))


def test_uncertainty_is_written_and_averaged(tmp_path: Path) -> None:
    """The model's own is 1 - p, which the entropy is not."""
    folder, dem = hillside(tmp_path / "scene")
    made = {}
    for name, layers in (("plain", LAYERS[:1]), ("both", LAYERS)):
        model = write_model(tmp_path / f"{name}.onnx", layers=layers)
        files = {output_field(layer): tmp_path / f"{name}-{layer}.tif" for layer in layers}
        made[name] = l4s_core.detect(folder, dem, model=model, clouds="none", **files)
    p, unsure = read(tmp_path / "both-probability.tif"), read(tmp_path / "both-uncertainty.tif")
    np.testing.assert_array_equal(p, read(tmp_path / "plain-probability.tif"))
    np.testing.assert_allclose(unsure, 1 - p, atol=1.1e-4)
    with rasterio.open(tmp_path / "both-uncertainty.tif") as source:
        assert source.descriptions == ("uncertainty x 10000",)
        assert source.nodata == 65535
    both, plain = made["both"].landslides, made["plain"].landslides
    assert len(both) == len(plain) == 2
    np.testing.assert_allclose(both["uncert_mean"], 1 - both["prob_mean"], atol=1.1e-4)
    assert np.abs(both["uncert_mean"] - plain["uncert_mean"]).min() > 1e-3
    assert made["both"].run["model_layers"] == "probability uncertainty"


def test_a_batch_saves_it_for_every_scene(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    model = write_model(tmp_path / "m.onnx", layers=LAYERS)
    done = command(folder, "--dem", dem, "--model", model, "--clouds", "none", "--out-dir", tmp_path / "out", "--save",
                   "uncertainty")  # fmt: skip
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "out").rglob("*_uncertainty.tif")
    assert np.isfinite(read(path)).any()


def test_a_model_without_it_is_refused(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene")
    model = write_model(tmp_path / "m.onnx")
    refused("--uncertainty-raster (in a batch --save uncertainty) away", folder, "--no-dem", "--model", model, "-o",
            tmp_path / "x.gpkg", "--uncertainty-raster", tmp_path / "u.tif")  # fmt: skip
    assert not list(tmp_path.glob("*.gpkg"))
    # as the option was called before
    last = refused("say tta, ensemble or mc-dropout, and name the raster to write with --uncertainty-raster u.tif.",
                   folder, "--no-dem", "-o", tmp_path / "x.gpkg", "--uncertainty", "u.tif")  # fmt: skip
    assert "--uncertainty" in last


def leftward(path: Path) -> Path:
    """A model that looks at what is left of a pixel, so that its views disagree at edges."""
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 0], weights[0, 2, 1, 0] = 10, -10
    return write_model(path, weights=weights)


def test_views_disagree_at_edges_and_fill_the_column(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    model = leftward(tmp_path / "left.onnx")
    done = command(folder, "--dem", dem, "--model", model, "--clouds", "none", "-o", tmp_path / "x.gpkg",
                   "--uncertainty", "tta", "--probability", tmp_path / "p.tif", "--progress", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    beside = tmp_path / "p_uncertainty.tif"
    assert json.loads(done.stdout.splitlines()[-1])["result"]["files"]["uncertainty"] == str(beside)
    p, unsure = read(tmp_path / "p.tif"), read(beside)
    inside = np.zeros(p.shape, bool)
    inside[43:57, 53:97] = True
    assert unsure[inside].max() < 0.02 < 0.3 < unsure[38:42, 60:90].max()
    both = l4s_core.detect(folder, dem, model=model, clouds="none", uncertainty="tta", probability=tmp_path / "q.tif")
    table = both.landslides.sort_values("area_m2")
    assert len(table) == 2 and both.run["asked_uncertainty"] == "tta"
    assert (table["uncert_mean"] < 0.3).all() and (table["uncert_mean"] > 0.001).all()
    plain = l4s_core.detect(folder, dem, model=model, clouds="none").landslides
    assert np.abs(plain.sort_values("area_m2")["uncert_mean"].to_numpy() - table["uncert_mean"].to_numpy()).min() > 1e-3
    # the order of the review is by this column
    found = review_next(tmp_path / "x.gpkg")
    wanted = [worth(unsure, area) for unsure, area in zip(table["uncert_mean"], table["area_m2"], strict=True)]
    assert [one.worth for one in found] == pytest.approx(sorted(wanted, reverse=True), abs=1e-3)


def test_a_batch_writes_it_beside_the_probability(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    l4s_core.detect_batch([folder], dem, out=tmp_path / "out", model=leftward(tmp_path / "m.onnx"), clouds="none",
                          uncertainty="tta", save=["probability"])  # fmt: skip
    [path] = (tmp_path / "out").rglob("*_uncertainty.tif")
    assert np.nanmax(read(path)) > 0.3


def test_what_the_model_cannot_do_is_a_problem_of_inspect(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene", (80, 90))
    model = write_model(tmp_path / "m.onnx")
    found = l4s_core.inspect_scene(folder, model=model, uncertainty="ensemble")
    assert any("is no ensemble" in problem for problem in found["problems"])
    assert not l4s_core.inspect_scene(folder, model=model, uncertainty="tta")["problems"]


def test_cut_offs_of_the_card_decide_the_classes(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    classes = [{"usgs": 8, "lowest": 0.9999, "precision": 0.95}, {"usgs": 3, "lowest": 0.6}, {"usgs": 1, "lowest": 0}]
    own = write_model(tmp_path / "own.onnx", confidence=classes)
    usual = write_model(tmp_path / "usual.onnx")
    a, b = (l4s_core.detect(folder, dem, model=model, clouds="none", probability=tmp_path / f"{model.stem}.tif")
            for model in (own, usual))  # fmt: skip
    assert set(a.landslides["conf_usgs"]) == {3}
    assert set(b.landslides["conf_usgs"]) == {8}
    assert a.run["confidence_from"] == "8:0.9999 3:0.6 1:0"
    assert a.run["confidence_precision"] == "8:0.95"
    assert b.run["confidence_from"] == "8:0.9 5:0.8 3:0.7 2:0.6 1:0"
    again = vectorize(tmp_path / "own.tif", dem)
    assert again.landslides["conf_usgs"].tolist() == a.landslides["conf_usgs"].tolist()


@pytest.mark.parametrize("words", ["", "8:0.9", "8:0.1 1:0.5", "9:0.9 1:0", "8 0.9", "8:x 1:0", "8:nan 1:0"])
def test_damaged_cut_offs_of_a_raster(words: str) -> None:
    from l4s_core.inventory.outline.landslides import confidence_of_words

    with pytest.raises(ValueError):
        confidence_of_words(words)
