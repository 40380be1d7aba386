"""l4s evaluate and l4s submission, as they are typed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from l4s_core.channels.l4s import L4S_NAMES, l4s_divisors
from l4s_core.scoring.types import Evaluation
from onnx_models import card_fields, write_model
from scoring_kit import MemoryPatches, red_patches


def l4s(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", *map(str, arguments)], capture_output=True, text=True
    )


def write_folder(folder: Path, patches: MemoryPatches) -> Path:
    """Patches in the competition's own layout."""
    means = np.array(l4s_divisors())
    for name in ("img", "mask") if patches.has_masks else ("img",):
        (folder / name).mkdir(parents=True)
    for patch in patches.items:
        raw = np.zeros((*patches.shape, 14))
        for band, values in zip(patches.channels, patch.values, strict=True):
            raw[..., L4S_NAMES.index(band)] = values
        with h5py.File(folder / "img" / f"image_{patch.key.id}.h5", "w") as file:
            file["img"] = raw / means
        if patch.mask is not None:
            with h5py.File(folder / "mask" / f"mask_{patch.key.id}.h5", "w") as file:
                file["mask"] = patch.mask
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``model.onnx``, labelled patches in ``data`` and others in ``unlabelled``."""
    folder = tmp_path_factory.mktemp("made")
    write_model(folder / "model.onnx")
    write_folder(folder / "data", red_patches(10))
    write_folder(folder / "unlabelled", red_patches(3, size=128, masks=False))
    return folder


def test_evaluate_prints_a_table_and_writes_json_and_png(made: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    out = tmp_path / "found.json"
    call = ["evaluate", made / "model.onnx", "--data", made / "data", "-o", out, "--bootstrap", 100, "--device", "cpu"]
    done = l4s(*call)
    assert done.returncode == 0, done.stderr
    found = Evaluation.model_validate_json(out.read_text())
    assert found.data.patches == 10
    assert found.intervals[0].resamples == 100
    assert f"{found.scores.f1:.4f}" in done.stdout
    assert "CPU" in done.stderr
    assert Image.open(tmp_path / "found.png").size[0] > 1500
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.json", "found.png"]
    again = l4s(*call)
    assert again.returncode == 2
    assert "--overwrite" in again.stderr
    quiet = l4s(*call, "--overwrite", "--progress", "none")  # the table is the result
    assert (quiet.stderr, quiet.stdout.count(f"{found.scores.f1:.4f}") > 0) == ("", True)
    best = l4s(*call, "--overwrite", "--threshold", "best", "--progress", "json")
    assert best.returncode == 0, best.stderr
    lines = [json.loads(line) for line in best.stdout.splitlines()]
    assert lines[-1]["result"]["optimistic"] is True
    assert lines[-1]["result"]["f1"] == pytest.approx(found.best.f1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--data", "unlabelled"], "no masks"),
        (["--data", "nowhere"], "nowhere"),
        (["--data", "data", "--split", "test"], "not the folder of a training run"),
        (["--data", "data", "--threshold", "1.5"], "threshold"),
        (["--data", "data", "--threshold", "nan"], "threshold"),
        (["--data", "data", "-o", "found.csv"], "found.csv"),
        (["--data", "data", "-o", "no/such/found.json"], "does not exist"),
    ],
)
def test_evaluate_refuses_in_one_sentence(
    made: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(made)
    before = sorted(path.name for path in made.iterdir())
    done = l4s("evaluate", "model.onnx", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in made.iterdir()) == before


def test_a_channel_that_the_patches_lack_is_named(made: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    for name in ("img", "mask"):
        (pictures / name).mkdir(parents=True)
    Image.new("RGB", (32, 32), (90, 80, 70)).save(pictures / "img" / "image_1.png")
    Image.new("L", (32, 32)).save(pictures / "mask" / "mask_1.png")
    model = write_model(tmp_path / "m.onnx", channels=["B4", "B3", "B8"])
    done = l4s("evaluate", model, "--data", pictures, "-o", tmp_path / "e.json")
    assert done.returncode == 2
    assert "lack B8" in done.stderr


def test_a_run_is_scored_on_its_own_splits(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch")
    from l4s_core.cli.main import main
    from l4s_core.inference.card import ModelCard
    from l4s_core.inference.checkpoint import save_checkpoint
    from l4s_core.networks.registry import build_network
    from l4s_core.networks.spec import NetworkSpec

    run = tmp_path / "run"
    run.mkdir()
    net = build_network(NetworkSpec(name="resnet_unet", variant="18", channels=("B4", "B3", "B2")))
    card = ModelCard(**card_fields(id="a-run", size_multiple=net.size_multiple, normalisation={
        "kind": "scene-statistics"}))  # fmt: skip
    save_checkpoint(net, card, run / "best.safetensors")
    split = {"train": [1, 2, 3, 4, 5, 6], "validation": [8], "test": [9, 10]}
    (run / "split.json").write_text(json.dumps(split))
    call = ["evaluate", str(run), "--data", str(made / "data"), "--bootstrap", "0"]
    main(call, standalone_mode=False)  # in this process: PyTorch takes seconds to import
    assert "WARNING" not in "".join(capsys.readouterr())
    test = Evaluation.model_validate_json((run / "evaluation-test.json").read_text())
    assert (test.data.split, test.data.patches, test.data.trained_on) == ("test", 2, 0)
    assert test.model.id == "a-run"
    main([*call, "--split", "all"], standalone_mode=False)
    for stream in capsys.readouterr():
        assert "WARNING: the model was trained on 6 of these 10" in stream
    found = Evaluation.model_validate_json((run / "evaluation-all.json").read_text())
    assert found.data.trained_on == 6
    # statistics are those of the whole folder, so the test patches get the same inputs either way
    from l4s_core.inference.open import open_model
    from l4s_core.patches.open import open_patches
    from l4s_core.patches.statistics import domain_statistics
    from l4s_core.scoring.evaluate import evaluate

    patches = open_patches(made / "data")
    direct = evaluate(open_model(run, "cpu"), patches.subset([8, 9]), statistics=domain_statistics(patches))
    assert direct.scores == test.scores


def test_submission_is_written_and_checked(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "submission.zip"
    done = l4s("submission", made / "model.onnx", "--data", made / "unlabelled", "-o", out)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as zipped, h5py.File(io.BytesIO(zipped.read("mask_3.h5"))) as file:
        assert zipped.namelist() == ["mask_1.h5", "mask_2.h5", "mask_3.h5"]
        assert file["mask"].shape == (128, 128)
    checked = l4s("submission", "--check", out)
    assert checked.returncode == 0
    assert "3 masks" in checked.stdout
    assert l4s("submission", made / "model.onnx", "--data", made / "unlabelled", "-o", out).returncode == 2
    (tmp_path / "cut.zip").write_bytes(out.read_bytes()[:-100])
    broken = l4s("submission", "--check", tmp_path / "cut.zip")
    assert broken.returncode == 2
    assert "not a ZIP" in broken.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give a RUN or MODEL"),
        (["model.onnx", "--data", "data", "-o", "s.zip"], "--any-size"),
        (["model.onnx", "--data", "unlabelled", "-o", "s.tar"], "s.tar"),
        (["model.onnx", "--check", "s.zip"], "leave the model"),
        (["--check", "s.zip"], "There is no file"),
    ],
)
def test_submission_refuses_in_one_sentence(
    made: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(made)
    done = l4s("submission", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert not (made / "s.zip").exists()


@pytest.mark.parametrize("command", ["evaluate", "submission"])
def test_help_imports_nothing_heavy(command: str) -> None:
    code = (
        f"import sys; from l4s_core.cli.main import main; sys.argv = ['l4s', '{command}', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'torch', 'h5py', 'rasterio', 'matplotlib', 'onnxruntime', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "RUN|MODEL" in done.stdout


def test_a_model_that_is_not_there_is_said_before_anything_else(made: Path, tmp_path: Path) -> None:
    (tmp_path / "runs" / "unet").mkdir(parents=True)
    (tmp_path / "runs" / "unet" / "best.safetensors").touch()
    (tmp_path / "empty").mkdir()
    for model, words in (
        ("runs", f"not the folder of a training run but one of runs; give {tmp_path / 'runs' / 'unet'}"),
        ("empty", "not the folder of a training run: it holds no best.safetensors"),
        ("nowhere", "neither a file nor the folder of a training run nor one of the installed models"),
    ):
        done = l4s("evaluate", tmp_path / model, "--data", made / "data", "-o", tmp_path / "e.json")
        assert done.returncode == 2
        assert words in done.stderr


def test_a_submission_is_not_made_of_a_part_that_nobody_named(made: Path, tmp_path: Path) -> None:
    for part in ("TrainData", "ValidData"):
        write_folder(tmp_path / "L4S" / part, red_patches(3, size=128, masks=False))
    call = ["submission", made / "model.onnx", "--data", tmp_path / "L4S", "-o", tmp_path / "s.zip"]
    refused = l4s(*call)
    assert refused.returncode == 2
    assert "TrainData, ValidData; say which is meant with --part" in refused.stderr
    assert not (tmp_path / "s.zip").exists()
    assert l4s(*call, "--part", "ValidData").returncode == 0
    checked = l4s("submission", "--check", tmp_path / "s.zip", "--progress", "none")
    assert "3 masks" in checked.stdout


def test_views_are_scored_and_said(made: Path, tmp_path: Path) -> None:
    """The model is a mean of the surroundings, so its views score as it does; one that looks to the left does not."""
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 0], weights[0, 2, 1, 0] = 10, -10
    write_model(tmp_path / "left.onnx", weights=weights)
    found = {}
    for name, model in (("mean", made / "model.onnx"), ("left", tmp_path / "left.onnx")):
        for tta in ("none", "flips"):
            out = tmp_path / f"{name}-{tta}.json"
            done = l4s("evaluate", model, "--data", made / "data", "-o", out, "--bootstrap", 0, "--tta", tta)
            assert done.returncode == 0, done.stderr
            found[name, tta] = Evaluation.model_validate_json(out.read_text())
    assert found["mean", "flips"].scores == found["mean", "none"].scores
    assert found["left", "flips"].scores != found["left", "none"].scores
    assert any("over 8 views" in note for note in found["left", "flips"].notes)
    assert not any("views" in note for note in found["left", "none"].notes)
    refused = l4s("evaluate", made / "model.onnx", "--data", made / "data", "--tta", "twice")
    assert refused.returncode == 2 and "Traceback" not in refused.stderr
