"""``l4s tune`` on a made scene: a model that marks fields and misses landslides, and an analyst's decisions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from click.testing import CliRunner, Result

import l4s_core
from l4s_core.cli.main import main
from l4s_core.inference.open import describe_model
from scene_kit import write_raster
from tune_kit import GROUND, SHAPE, SIDE, corners, scene_and_corrections

Made = tuple[Path, Path, Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return scene_and_corrections(tmp_path_factory.mktemp("tune"))


def tune(model: object, scene: object, corrections: object, out: object, *more: object) -> Result:
    how = ["--offset", 0, "--scale", 10000, "--level", "L2A", "--clouds", "none", "--threads", 1]
    words = ["tune", model, "--scene", scene, "--corrections", corrections, "-o", out, *how, *more]
    return CliRunner().invoke(main, [str(word) for word in words])


def refused(words: str, *arguments: object) -> None:
    done = tune(*arguments)
    assert done.exit_code == 2, (done.exit_code, done.output)
    assert words in " ".join(done.output.split()), done.output


def marked(scene: Path, model: Path, folder: Path) -> dict[bool, int]:
    """How many of the landslides and of the fields a run with that model maps."""
    found = l4s_core.detect(
        scene, None, no_dem=True, model=str(model), clouds="none", offset=0, scale=10000, level="L2A", mmu_m2=0,
        output=folder / "slides.gpkg", overwrite=True,
    ).landslides.geometry  # fmt: skip
    count = {True: 0, False: 0}
    for row, col, true in corners():
        middle = gpd.points_from_xy([500000 + (col + SIDE / 2) * 10], [4500000 - (row + SIDE / 2) * 10])[0]
        count[true] += bool(found.contains(middle).any())
    return count


def test_it_helps_and_the_model_is_an_ordinary_one(made: Made, tmp_path: Path) -> None:
    scene, corrections, model = made
    out = tmp_path / "tuned.onnx"
    done = tune(model, scene, corrections, out, "--json")
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert facts["recommended"] and facts["f1_before"] < 0.1 and facts["f1_after"] > 0.9 and facts["low"] > 0.5
    assert facts["blocks"] >= 3 and facts["output"] == str(out)
    assert (facts["landslides_found_before"], facts["rejected_marked_before"]) == (0, facts["rejected"])
    before, after = (marked(scene, path, tmp_path) for path in (model, out))
    assert before[True] == 0 and before[False] == facts["rejected"]
    assert after[True] > 0.9 * facts["landslides"] and after[False] < 0.1 * facts["rejected"]
    card, _ = describe_model(out)
    base, sha = describe_model(model)
    assert card.id == f"{base.id}-tuned" and card.tuning is not None
    assert (card.tuning.source_sha256, card.tuning.corrections) == (sha, "reviewed.gpkg")
    assert card.calibration == {} and card.confidence == []


def test_where_it_does_not_help_nothing_is_written(made: Made, tmp_path: Path) -> None:
    scene, corrections, model = made
    rng = np.random.default_rng(0)
    table = gpd.read_file(corrections)
    table = table[table["Status"] == "rejected"]  # they all look alike, and are all marked
    table["Status"] = rng.permutation(np.resize(["accepted", "rejected"], len(table)))
    by_lot = tmp_path / "by_lot.gpkg"
    table.to_file(by_lot)
    out = tmp_path / "tuned.onnx"
    done = tune(model, scene, by_lot, out)
    assert done.exit_code == 0, done.output
    words = " ".join(done.output.split())
    assert "Not recommended." in words and "Nothing was written" in words
    assert sorted(file.name for file in tmp_path.iterdir()) == ["by_lot.gpkg"]
    kept = tune(model, scene, by_lot, out, "--keep-anyway")
    assert kept.exit_code == 0 and out.is_file()
    card, _ = describe_model(out)
    assert card.tuning is not None and not card.tuning.recommended


def test_a_checkpoint_is_tuned_too(made: Made, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from torch_models import write_checkpoint

    scene, corrections, _ = made
    source = write_checkpoint(tmp_path / "small.safetensors", levels=["L1C", "L2A"])
    done = tune(source, scene, corrections, tmp_path / "run", "--keep-anyway", "--json")
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert facts["f1_after"] >= facts["f1_before"]
    card, _ = describe_model(tmp_path / "run")
    assert card.tuning is not None and card.id == "small-tuned"
    refused("is written as .safetensors", source, scene, corrections, tmp_path / "run.onnx")


def test_bad_input_is_one_sentence(made: Made, tmp_path: Path) -> None:
    scene, corrections, model = made
    out = tmp_path / "tuned.onnx"
    table = gpd.read_file(corrections)
    far = tmp_path / "far.gpkg"
    table.set_geometry(table.translate(yoff=90_000)).to_file(far)
    refused("lies in the scene; give the scene in which they were reviewed", model, scene, far, out)
    few = tmp_path / "few.gpkg"
    table.iloc[:4].to_file(few)
    refused("too few to judge", model, scene, few, out)
    refused("id: String", model, scene, tmp_path / "no.gpkg", out, "--id", "my model")  # before anything is looked at
    bright = tmp_path / "bright"
    bright.mkdir()
    for band in GROUND:
        write_raster(bright / f"{band}.tif", np.random.default_rng(0).integers(12000, 32000, SHAPE, np.uint16))
    refused("say --force", model, bright, few, out)
    refused("too few to judge", model, bright, few, out, "--force")
    refused("There is no model", "none.onnx", scene, corrections, out)
    refused("is written as .onnx", model, scene, corrections, tmp_path / "tuned.tif")
    refused("does not exist", model, scene, corrections, tmp_path / "no" / "tuned.onnx")
    refused("does not exist", model, scene, tmp_path / "no.gpkg", out)
    ensemble = tmp_path / "e.yaml"
    ensemble.write_text("members: []")
    refused("is an ensemble", ensemble, scene, corrections, out)
    if os.geteuid():
        tmp_path.chmod(0o500)
        refused("cannot be written", model, scene, corrections, out)
        tmp_path.chmod(0o700)
    assert not out.exists()


def test_models_that_cannot_be_tuned(made: Made, tmp_path: Path) -> None:
    from onnx_models import write_model

    scene, corrections, _ = made
    small = write_model(tmp_path / "int8.onnx", precision="int8")
    refused("computes in 8-bit integers", small, scene, corrections, tmp_path / "o.onnx")
    two = write_model(tmp_path / "two.onnx", layers=["probability", "uncertainty"])
    refused("cannot be tuned", two, scene, corrections, tmp_path / "o.onnx")
    flat = write_model(tmp_path / "flat.onnx", flat=True)
    refused("does not end in one logit per pixel", flat, scene, corrections, tmp_path / "o.onnx")
