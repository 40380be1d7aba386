"""``l4s models``: what there is, without loading what it is made of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from l4s_core.cli.models import models
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.card import ModelCard
from l4s_core.inference.open import open_model
from onnx_models import write_model


def test_everything_is_listed() -> None:
    from l4s_core.networks.registry import NETWORKS
    from l4s_core.training.recipes.files import installed_recipes

    done = CliRunner().invoke(models, ["--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert [e["name"] for e in found["networks"]] == [*NETWORKS, "smp:ARCHITECTURE:ENCODER"]
    assert {e["name"] for e in found["recipes"]} == set(installed_recipes())
    assert all(e["summary"] for e in (*found["networks"], *found["recipes"]))
    [default] = [e for e in found["models"] if e["default"]]
    assert default["name"] == "l4s-lite-v4"
    text = CliRunner().invoke(models, []).output
    for entry in (*found["networks"], *found["recipes"], *found["models"]):
        assert f"  {entry['name']}" in text


def test_listing_imports_no_torch() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom l4s_core.cli.models import models\n"
        "done = CliRunner().invoke(models, [])\nassert done.exit_code == 0, done.output\n"
        "print([m for m in ('torch', 'timm', 'transformers', 'matplotlib', 'onnx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_card_of_any_kind_of_model(tmp_path: Path) -> None:
    a = write_model(tmp_path / "a.onnx", id="a")
    make_ensemble([a, "l4s-lite-v0"], tmp_path / "e.yaml")
    for path in (a, tmp_path / "e.yaml"):
        model = open_model(path, "cpu")
        shown = json.loads(CliRunner().invoke(models, [str(path), "--json"]).output)
        assert shown.pop("sha256") == model.sha256
        assert ModelCard(**shown) == model.card
    refused = CliRunner().invoke(models, [str(tmp_path / "none.onnx")])
    assert refused.exit_code == 2
