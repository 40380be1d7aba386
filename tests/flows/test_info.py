"""The installation as ``l4s info`` tells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import l4s_core
from l4s_core.base.machine import gpus, memory_bytes
from l4s_core.cli.installation import accuracy, installation
from l4s_core.inference.installed import DEFAULT_MODEL


def test_as_json_and_as_a_table() -> None:
    run = [sys.executable, "-m", "l4s_core.cli.main", "info"]
    done = subprocess.run([*run, "--json"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    facts = json.loads(done.stdout)
    assert facts["version"] == l4s_core.__version__
    assert "CPUExecutionProvider" in facts["execution_providers"]
    assert facts["cores"] >= 1
    [default] = [model for model in facts["models"] if model["default"]]
    assert default["id"] == facts["default_model"] == DEFAULT_MODEL
    assert 0 < default["threshold"] < 1
    assert default["channels"] == ["B4", "B3", "B2", "B8"]
    assert default["accuracy"].startswith("F1 0.")
    table = subprocess.run(run, capture_output=True, text=True).stdout
    assert f"{DEFAULT_MODEL} (default)" in table
    [backends] = [line.split(maxsplit=1)[1] for line in table.splitlines() if line.startswith("Backends")]
    assert "onnx" in backends.split(", ")
    assert ("openvino" in backends.split(", ")) == (facts["packages"]["openvino"] is not None)


def test_pytorch_is_not_imported() -> None:
    code = (
        "import sys; from l4s_core.cli.installation import installation; installation(); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_memory_is_plausible() -> None:
    size = memory_bytes()
    assert size is not None
    assert 2**28 < size < 2**45


def nvidia_smi(folder: Path, script: str) -> Path:
    """A program of that name, first in PATH."""
    folder.mkdir()
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return folder


def test_what_the_driver_lists(tmp_path: Path, monkeypatch) -> None:
    path = os.environ["PATH"]
    good = nvidia_smi(tmp_path / "good", "echo 'NVIDIA H100, 81559'; echo 'Odd one, [N/A]'")
    monkeypatch.setenv("PATH", f"{good}:{path}")
    assert gpus() == [
        {"name": "NVIDIA H100", "memory_bytes": 81559 * 2**20}, {"name": "Odd one", "memory_bytes": None}
    ]  # fmt: skip
    bad = nvidia_smi(tmp_path / "bad", "echo 'has failed, 1'; exit 9")
    monkeypatch.setenv("PATH", f"{bad}:{path}")
    assert gpus() == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert gpus() == []


def test_a_damaged_model_is_a_problem_and_no_failure(tmp_path: Path, monkeypatch) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"nothing")
    monkeypatch.setattr("l4s_core.inference.installed.installed_models", lambda: {"broken": broken})
    monkeypatch.setattr("l4s_core.inference.open.installed_models", lambda: {"broken": broken})
    [model] = installation()["models"]
    assert "damaged" in model["problem"]


def test_accuracy_in_words() -> None:
    figures = {"validation f1": 0.7, "test f1": 0.661, "test precision": 0.6, "test recall": 0.7}
    assert accuracy(figures) == "F1 0.66 (precision 0.60, recall 0.70) on test patches"
    assert accuracy({"validation f1": 0.7}) == "F1 0.70 on validation patches"
    assert accuracy({}) is None
