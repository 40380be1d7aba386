"""Training on several sets, and from weights that there are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.cli.main import main
from l4s_core.inference.card import FixedNormalisation
from l4s_core.inference.checkpoint import load_checkpoint
from l4s_core.networks.inflate import inflate_first_layer
from l4s_core.networks.registry import build_network
from l4s_core.patches.mixture import Mixture, PatchSource
from l4s_core.patches.open import open_patches
from l4s_core.scoring.splits import choose_split
from l4s_core.training.average import averaged
from l4s_core.training.hardware import Hardware
from l4s_core.training.prepare import prepare
from l4s_core.training.recipes.files import dump_recipe, load_recipe
from l4s_core.training.run import train
from l4s_core.training.state import load_state
from l4s_core.training.warm_start import warm_start
from progress_kit import Notes, StopsTraining
from training_kit import small_recipe, write_patches

torch.set_num_threads(1)
CPU = Hardware("cpu")
SHORT = {"steps": 12, "batch": 4, "check_every": 4}


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patches(tmp_path_factory.mktemp("slides") / "TrainData")


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("negatives") / "fields"
    return write_patches(folder, count=12, seed=1, label=lambda _, mask: np.zeros_like(mask))


def _sources(slides: Path, fields: Path) -> list[PatchSource]:
    return [PatchSource(path=str(slides), weight=0.75), PatchSource(path=str(fields), weight=0.25, negatives=True)]


def _differ(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> list[str]:
    assert a.keys() == b.keys()
    return [name for name in a if not torch.equal(a[name], b[name])]


def test_stopped_and_resumed_on_a_mixture_is_as_if_nothing_had_happened(
    slides: Path, fields: Path, tmp_path: Path
) -> None:
    sources, recipe = _sources(slides, fields), small_recipe(train=SHORT)
    notes = Notes()
    train(recipe, sources, tmp_path / "whole", hardware=CPU, progress=notes)
    with pytest.raises(Cancelled):
        train(recipe, sources, tmp_path / "cut", hardware=CPU, progress=StopsTraining(6))
    train(recipe, sources, tmp_path / "cut", resume=True, hardware=CPU)
    whole, cut = (load_state(tmp_path / name / "last.safetensors") for name in ("whole", "cut"))
    assert whole[2].step == cut[2].step == 12
    assert not _differ(whole[0], cut[0])
    assert any("fields holds no landslides (12 patches)" in said for said in notes.said)
    assert any(said.startswith("TrainData: 75.0% of the samples") for said in notes.said)

    with pytest.raises(InputError, match="other patches"):
        other = [sources[0].model_copy(update={"weight": 0.5}), sources[1]]
        train(recipe, other, tmp_path / "whole", resume=True, hardware=CPU)

    facts = json.loads((tmp_path / "whole" / "run.json").read_text())
    assert [(one["name"], one["share"]) for one in facts["sets"]] == [("TrainData", 0.75), ("fields", 0.25)]
    card = load_checkpoint(tmp_path / "whole" / "best.safetensors")[1]
    assert "TrainData + fields" in card.training_data
    for folder, count in ((slides, 5), (fields, 2)):
        chosen = choose_split(open_patches(folder, expect_masks=True), tmp_path / "whole", "validation")
        assert len(chosen.patches) == count, "each set has its own validation patches, whose ids may be another's"


def test_the_statistics_are_those_of_what_the_network_sees(slides: Path, fields: Path) -> None:
    sources = [PatchSource(path=str(slides), weight=3), PatchSource(path=str(fields), weight=1, only="train")]
    data = prepare(small_recipe(), sources, Notes())
    assert isinstance(data.train, Mixture)
    red = []
    for part in data.train.parts:
        band = part.patches.channels.index("B4")
        red.append(np.concatenate([part.patches.read(k).values[band].ravel() for k in range(len(part.patches))]))
    # three samples of a slide for each of a field: as often as that stands in the sum
    mean = (3 * red[0].mean(dtype=np.float64) + red[1].mean(dtype=np.float64)) / 4
    variance = (3 * ((red[0] - mean) ** 2).mean() + ((red[1] - mean) ** 2).mean()) / 4
    (group,) = data.normaliser.inputs
    norm = group.normalisation
    assert isinstance(norm, FixedNormalisation)
    assert norm.mean[0] == pytest.approx(mean / norm.divide[0], rel=1e-5)
    assert norm.std[0] == pytest.approx(np.sqrt(variance) / norm.divide[0], rel=1e-4)


def test_what_cannot_be_mixed_is_said(slides: Path, fields: Path, tmp_path: Path) -> None:
    recipe = small_recipe()
    with pytest.raises(InputError, match="declared to hold no landslides, but its patch 1 shows one"):
        prepare(recipe, [PatchSource(path=str(slides), negatives=True), PatchSource(path=str(fields))], Notes())
    with pytest.raises(InputError, match="same patches"):
        prepare(recipe, [PatchSource(path=str(slides)), PatchSource(path=str(slides))], Notes())
    with pytest.raises(InputError, match="nothing to learn"):
        prepare(recipe, [PatchSource(path=str(fields)), PatchSource(path=str(slides), only="validation")], Notes())
    notes = Notes()
    prepare(recipe, [PatchSource(path=str(slides)), PatchSource(path=str(fields))], notes)
    assert "fields holds no landslides (12 patches), as was found." in notes.said
    ranges = small_recipe(split={"validation": [[15, 19]], "test": [[1, 12]], "guard": 0})
    found = prepare(ranges, [PatchSource(path=str(slides)), PatchSource(path=str(fields), weight=0.2)], notes)
    assert found.sets()[1]["train"] > 6, "id ranges of landslides do not hold for ground without"


def test_a_start_from_the_same_network_is_the_whole_of_it(slides: Path, tmp_path: Path) -> None:
    recipe = small_recipe(train=SHORT)
    train(recipe, slides, tmp_path / "first", hardware=CPU)
    first, _ = load_checkpoint(tmp_path / "first" / "best.safetensors")
    net = build_network(recipe.network_spec(1))
    report = warm_start(net, tmp_path / "first")
    assert report.whole
    assert not _differ(first.state_dict(), net.state_dict())

    second = small_recipe(start=str(tmp_path / "first"), train=SHORT)
    notes = Notes()
    with pytest.raises(Cancelled):
        train(second, slides, tmp_path / "second", hardware=CPU, progress=StopsTraining(6))
    train(second, slides, tmp_path / "second", resume=True, hardware=CPU, progress=notes)
    card = load_checkpoint(tmp_path / "second" / "best.safetensors")[1]
    assert f"started from first (SHA-256 {report.sha256})" in card.training_data
    train(second, slides, tmp_path / "whole", hardware=CPU, progress=notes)
    assert any("starts from first: all" in said for said in notes.said)
    states = [load_state(tmp_path / name / "last.safetensors")[0] for name in ("second", "whole")]
    assert not _differ(*states), "a run that was started warm resumes exactly, too"


def test_a_start_for_other_channels_inflates_the_first_layer(slides: Path, tmp_path: Path) -> None:
    recipe = small_recipe(train={"steps": 2, "batch": 4, "check_every": 2})
    train(recipe, slides, tmp_path / "first", hardware=CPU)
    first, card = load_checkpoint(tmp_path / "first" / "best.safetensors")
    channels = ["B4", "B3", "B2", "B8", "B11", "slope"]
    net = build_network(small_recipe(channels=channels).network_spec(1))
    report = warm_start(net, tmp_path / "first" / "best.safetensors")
    (stem,) = report.inflated
    assert not report.whole
    assert not report.fresh
    assert set(_differ(*({k: v for k, v in one.state_dict().items() if k != stem} for one in (first, net)))) == set()
    expected = inflate_first_layer(first.state_dict()[stem], channels, card.channels)
    assert torch.equal(net.state_dict()[stem], expected)
    assert torch.allclose(expected.sum(dim=1), first.state_dict()[stem].sum(dim=1), atol=1e-5)

    other = build_network(small_recipe(network={"name": "unet", "variant": "small"}).network_spec(1))
    with pytest.raises(InputError, match="Nothing in"):
        warm_start(other, tmp_path / "first")
    with pytest.raises(InputError, match="nothing to start from"):
        warm_start(net, tmp_path / "nowhere")
    (tmp_path / "m.onnx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"exported model"):
        warm_start(net, tmp_path / "m.onnx")


def test_the_commands_mix_and_score_every_set(slides: Path, fields: Path, tmp_path: Path) -> None:
    recipe, run = tmp_path / "recipe.yaml", tmp_path / "run"
    recipe.write_text(dump_recipe(small_recipe(train={"steps": 2, "batch": 4, "check_every": 2})))
    runner = CliRunner()
    mixed = ["--data", f"{slides}@0.9", "--data", f"{fields}@0.1", "--device", "cpu"]
    said = runner.invoke(main, ["train", str(recipe), "--out", str(run), *mixed])
    assert said.exit_code == 0, said.output
    assert [(s.path, s.weight) for s in load_recipe(run).data] == [(str(slides), 0.9), (str(fields), 0.1)]
    both = ["--data", str(slides), "--data", str(fields), "--device", "cpu", "--bootstrap", "0"]
    said = runner.invoke(main, ["evaluate", str(run), "--split", "train", *both])
    assert said.exit_code == 0, said.output
    for name in ("TrainData", "fields"):
        trained = len(
            next(one["train"] for one in json.loads((run / "split.json").read_text())["sets"] if one["name"] == name)
        )
        assert json.loads((run / f"evaluation-train-{name}.json").read_text())["data"]["patches"] == trained > 0
    said = runner.invoke(main, ["train", str(recipe), "--data", f"{slides}@much", "--out", str(tmp_path / "no")])
    assert said.exit_code == 2


def test_averaged_weights_are_validated_kept_and_resumed(slides: Path, tmp_path: Path) -> None:
    recipe = small_recipe(train={**SHORT, "average": 0.9}, loss="ce", mixup_alpha=0.0)
    train(recipe, slides, tmp_path / "whole", hardware=CPU)
    with pytest.raises(Cancelled):
        train(recipe, slides, tmp_path / "cut", hardware=CPU, progress=StopsTraining(6))
    train(recipe, slides, tmp_path / "cut", resume=True, hardware=CPU)
    whole, cut = (load_state(tmp_path / name / "last.safetensors") for name in ("whole", "cut"))
    assert not _differ(whole[0], cut[0])
    own = {name: value for name, value in whole[0].items() if not name.startswith("average.")}
    assert _differ(averaged(whole[0]), own), "the average is behind the weights"
    if whole[2].best["step"] == 12:
        best = load_checkpoint(tmp_path / "whole" / "best.safetensors")[0].state_dict()
        assert not _differ(best, averaged(whole[0]))
    plain = small_recipe(train=SHORT, loss="ce", mixup_alpha=0.0)
    train(plain, slides, tmp_path / "plain", hardware=CPU)
    assert not _differ(load_state(tmp_path / "plain" / "last.safetensors")[0], own), "it does not change the training"
