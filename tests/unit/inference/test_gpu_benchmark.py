"""The benchmark that is only worth something on a GPU at least runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")
pytest.importorskip("transformers")

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "gpu.py"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)


def test_without_a_gpu_it_says_so() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    done = run()
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no CUDA GPU" in done.stderr.splitlines()[-1]


def test_it_goes_through_on_the_cpu(tmp_path: Path) -> None:
    done = run("--dry-run", "--side", 150, "--work", tmp_path / "work", "--json", tmp_path / "gpu.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "gpu.json").read_text())
    assert found["dry_run"]
    assert {"date", "cpu", "torch", "side"} <= set(found)
    onnx, eager, ensemble = found["lines"]
    assert ("ONNX Runtime" in onnx["device"], "PyTorch" in eager["device"]) == (True, True)
    assert ensemble["name"].startswith("ensemble of 2")
    for line in found["lines"]:
        assert "CPU" in line["device"]
        assert line["windows"] > 0
        assert line["run_s"] > line["windows_s"] > 0
        assert line["share"] == pytest.approx(line["windows_rate"] / line["forward_rate"])
        assert line["windows_rate"] == pytest.approx(line["windows"] / line["windows_s"])
    table = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(table) == 5
