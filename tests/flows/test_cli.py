"""The other commands: l4s stack, l4s models."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner

from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.cli.inspect import inspect


def l4s(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", *map(str, arguments)], capture_output=True, text=True
    )


def test_stack_writes_named_bands_in_the_l4s_order(puthumala: Path, tmp_path: Path) -> None:
    path = tmp_path / "stack.tif"
    done = l4s("stack", puthumala, "--dem", puthumala / "Copernicus_DEM_30m.tif", "-o", path)
    assert done.returncode == 0, done.stderr
    with rasterio.open(path) as src, rasterio.open(puthumala / "B08.tif") as nir:
        assert src.descriptions == tuple(name for name in L4S_NAMES if name != "B10")
        assert src.shape == nir.shape
        assert src.transform == nir.transform
        assert src.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        np.testing.assert_array_equal(src.read(8), nir.read(1))
        slope = src.read(src.descriptions.index("slope") + 1)
        dem = src.read(src.descriptions.index("dem") + 1)
        assert f"({' '.join(src.descriptions)})" in done.stderr, "what is said is what the file has"
    assert 15 < np.nanmedian(slope) < 35  # steep tea country
    assert 700 < np.nanmin(dem) < np.nanmax(dem) < 2000
    again = l4s("stack", puthumala, "--no-dem", "-o", path)
    assert again.returncode == 2
    assert "--overwrite" in again.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["stack.tif"]


def test_stack_can_cut_clouds_out(puthumala: Path, tmp_path: Path) -> None:
    done = l4s("stack", puthumala, "--no-dem", "--cut-clouds", "--clouds", "builtin", "-o", tmp_path / "s.tif",
               "--progress", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["result"]["channels"][0] == "B1"
    with rasterio.open(tmp_path / "s.tif") as src, rasterio.open(puthumala / "B02.tif") as blue:
        assert np.isnan(src.read(2)[blue.read(1) > 5000]).mean() > 0.95


def test_models_are_listed_and_shown() -> None:
    listed = l4s("models")
    assert "l4s-lite-v4 (default)" in listed.stdout
    shown = l4s("models", "l4s-lite-v0")
    assert '"trained_on_level"' in shown.stdout
    assert "sha256" in shown.stdout
    assert l4s("models", "nothing-such").returncode == 2


@pytest.mark.parametrize("arguments", [[], ["--help"], ["stack", "--help"], ["detect", "--help"], ["models", "-h"]])
def test_help(arguments: list[str]) -> None:
    done = l4s(*arguments)
    assert done.returncode in (0, 2)  # click 8.2 and later: no command is a usage error
    assert "Usage" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--threshold", "0,35", "'0,35' has a comma; write 0.35."),
        ("--offset", "-1000,0", "write -1000.0"),
        ("--mmu", "many", "'many' is not a valid number"),
        ("--event-date", "30.7.2019", "write year, month and day, such as 2024-07-30"),
    ],
)
def test_numbers_and_dates_as_people_write_them_are_told_how(option: str, value: str, words: str) -> None:
    done = CliRunner().invoke(inspect, ["scene", f"{option}={value}"])
    assert done.exit_code == 2 and words in done.output


def test_an_unknown_command_is_refused() -> None:
    assert l4s("explode").returncode == 2


@pytest.mark.parametrize(
    "arguments", [["models", "--json"], ["stack", "SCENE", "--no-dem", "-o", "OUT", "--progress", "json"]]
)
def test_a_closed_pipe_ends_a_command_without_a_word(puthumala: Path, tmp_path: Path, arguments: list[str]) -> None:
    names = {"SCENE": str(puthumala), "OUT": str(tmp_path / "s.tif")}
    call = [sys.executable, "-m", "l4s_core.cli.main", *(names.get(word, word) for word in arguments)]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.close()  # as head does when it has enough
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait() == 141
    assert not any(tmp_path.iterdir())


def test_every_command_that_opens_a_checkpoint_takes_a_trusted_pickle(tmp_path: Path) -> None:
    pickle = tmp_path / "a.pt"
    pickle.write_bytes(b"no pickle at all")
    data = tmp_path / "data"
    (data / "img").mkdir(parents=True)
    for command in (
        ["models", pickle],
        ["evaluate", pickle, "--data", data],
        ["submission", pickle, "--data", data, "-o", tmp_path / "s.zip"],
        ["export", pickle, "-o", tmp_path / "m.onnx"],
        ["ensemble", pickle, "l4s-lite-v0", "-o", tmp_path / "e.yaml"],
        ["detect", tmp_path, "--no-dem", "--model", pickle, "-o", tmp_path / "a.gpkg"],
    ):
        assert "--trust-pickle" in l4s(command[0], "--help").stdout
        assert "no such option" not in l4s(*command, "--trust-pickle").stderr.lower()
    pytest.importorskip("torch")
    assert "--trust-pickle" in l4s("models", pickle).stderr
    assert "not a checkpoint of l4s" in l4s("models", pickle, "--trust-pickle").stderr
