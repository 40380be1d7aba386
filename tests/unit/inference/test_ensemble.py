"""An ensemble is the weighted mean of what its members give, however it is stored."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.base.statistics import ChannelStatistics
from l4s_core.cli.ensemble import ensemble
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.card import ModelCard
from l4s_core.inference.ensemble_file import LARGEST_FILE
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from l4s_core.normalisation.brightness import BrightnessField
from l4s_core.normalisation.field import StatisticsField
from l4s_core.normalisation.normalise import Normaliser, PatchNormaliser, Reference
from l4s_core.patches.types import Patch, PatchKey
from l4s_core.rasters.write import decode_probability
from onnx_models import card_fields, write_model
from scene_kit import hillside

NAMES = ("B2", "B3", "B4", "B8", "slope")


def fixed(n: int, divide: float, mean: float, std: float) -> dict:
    return {"kind": "fixed", "divide": [divide] * n, "mean": [mean] * n, "std": [std] * n}


def weights(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.3, 1.0, (1, n, 3, 3)).astype(np.float32)


def write_members(folder: Path, *norms: tuple[list[str], dict, float], **changes) -> list[Path]:
    return [
        write_model(folder / f"m{k}.onnx", weights=weights(len(channels), k), id=f"m{k}", channels=channels,
                    normalisation=norm, fill=fill, threshold=0.2 + 0.2 * k, **changes)
        for k, (channels, norm, fill) in enumerate(norms)
    ]  # fmt: skip


def scene_piece(channels: list[str], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Raw values with holes in single channels, and what was observed."""
    rng = np.random.default_rng(seed)
    every = {name: rng.gamma(6, 150, (64, 64)).astype(np.float32) for name in NAMES}
    every["B3"][10:20, 5:9] = np.nan
    every["slope"] /= 30
    every["slope"][50:, 50:] = np.nan
    observed = np.ones((64, 64), bool)
    observed[:12, 40:] = False
    return np.stack([every[name] for name in channels]), observed


ROI = (slice(0, 64), slice(0, 64))
FIELD = StatisticsField.uniform(
    ChannelStatistics(NAMES, np.array([900.0, 800, 850, 950, 30]), np.array([300.0, 350, 400, 380, 12]))
)
BRIGHT = BrightnessField.uniform(870.0)


def shown(model: Model) -> np.ndarray:
    """What a model is fed for the piece."""
    raw, observed = scene_piece(model.card.channels)
    kinds: list[Reference] = []
    for part in model.card.inputs:
        kind = part.normalisation.kind
        kinds.append(FIELD if kind == "scene-statistics" else BRIGHT if kind == "relative-brightness" else None)
    return Normaliser(model.card, kinds)(raw, observed, ROI)[None]


def one_by_one(paths: list[Path], shares: list[float]) -> np.ndarray:
    """The members run separately, each on the piece as it wants it."""
    total = sum(shares)
    models = [open_model(path, "cpu") for path in paths]
    return sum(w / total * m.run(shown(m)) for m, w in zip(models, shares, strict=True))


SETS = {
    "other channels, numbers and fills": [
        (["B4", "B3", "B2"], fixed(3, 1000.0, 0.5, 0.7), 0.0),
        (["B8", "slope", "B3"], fixed(3, 100.0, 8.0, 4.0), -1.5),
    ],
    "the same in everything": [
        (["B4", "B3", "B2"], fixed(3, 1000.0, 0.5, 0.7), 0.3),
        (["B4", "B3", "B2"], fixed(3, 1000.0, 0.5, 0.7), 0.3),
    ],
    "the same numbers for other channels": [
        (["B4", "B3", "B2"], fixed(3, 1000.0, 0.5, 0.7), 0.3),
        (["B2", "B3", "B4"], fixed(3, 1000.0, 0.5, 0.7), 0.3),
    ],
    "statistics of the scene": [
        (["B4", "B3", "slope"], {"kind": "scene-statistics", "block_px": None}, 0.0),
        (["B8", "B3"], {"kind": "scene-statistics", "block_px": None}, 0.0),
    ],
    "statistics of the scene, other fills": [
        (["B4", "B3", "slope"], {"kind": "scene-statistics", "block_px": 256}, 0.0),
        (["B8", "B3"], {"kind": "scene-statistics", "block_px": 256}, 2.0),
    ],
    "brightness": [
        (["B4", "B3", "B2"], {"kind": "relative-brightness", "bands": ["B4", "B3"], "block_px": 256}, 1.0),
        (["B3", "B4", "slope"], {"kind": "relative-brightness", "bands": ["B4", "B3"], "block_px": 256}, 1.0),
    ],
}
MIXED = [
    (["B4", "B3", "B2"], {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 256}, 1.0),
    (["B8", "slope", "B3"], fixed(3, 100.0, 8.0, 4.0), -1.5),
    (["B4", "B8"], {"kind": "scene-statistics", "block_px": None}, 0.0),
    (["B4", "B3", "B2"], {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 256}, 1.0),
]


@pytest.mark.parametrize("ending", ["onnx", "yaml"])
@pytest.mark.parametrize("name", SETS)
def test_an_ensemble_is_its_members_one_by_one(tmp_path: Path, name: str, ending: str) -> None:
    paths = write_members(tmp_path, *SETS[name])
    card = make_ensemble(paths, tmp_path / f"e.{ending}", weights=[1, 3])
    model = open_model(tmp_path / f"e.{ending}", "cpu")
    assert model.card == card
    p, wanted = model.run(shown(model)), one_by_one(paths, [1, 3])
    assert wanted.std() > 0.03
    np.testing.assert_allclose(p, wanted, atol=2e-6)


def test_mixed_members_go_into_yaml_only(tmp_path: Path) -> None:
    paths = write_members(tmp_path, *MIXED)
    with pytest.raises(InputError, match=r"fixed and relative-brightness of 256 px and scene-statistics.*\.yaml"):
        make_ensemble(paths, tmp_path / "e.onnx")
    assert not (tmp_path / "e.onnx").exists()
    make_ensemble(paths, tmp_path / "e.yaml", weights=[1, 2, 3, 4])
    model = open_model(tmp_path / "e.yaml", "cpu")
    assert model.card.input_channels == 3 + 3 + 2  # the first and the last are fed the same
    np.testing.assert_allclose(model.run(shown(model)), one_by_one(paths, [1, 2, 3, 4]), atol=2e-6)


def test_patches_are_fed_to_mixed_members_as_to_each(tmp_path: Path) -> None:
    """As in scoring: the normaliser of the ensemble's card gives every member its own input."""
    paths = write_members(tmp_path, *MIXED)
    make_ensemble(paths, tmp_path / "e.yaml")
    raw, _ = scene_piece(list(NAMES))
    patch = Patch(PatchKey(1, "here"), np.nan_to_num(raw, nan=500.0), None)
    known = {"here": ChannelStatistics(NAMES, FIELD.mean.values[:, 0, 0].astype(float), FIELD.std.values[:, 0, 0])}

    def run(path: Path) -> np.ndarray:
        model = open_model(path, "cpu")
        card = model.card
        normalise = PatchNormaliser(card.inputs, card.optional_channels, known)
        return model.run(normalise(patch, NAMES)[None])

    np.testing.assert_allclose(run(tmp_path / "e.yaml"), np.mean([run(p) for p in paths], axis=0), atol=2e-6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shares=st.lists(st.floats(0.01, 100), min_size=3, max_size=3),
    scale=st.floats(0.01, 100),
    order=st.permutations(range(3)),
)
def test_only_the_ratio_of_the_weights_counts_and_no_order(
    tmp_path: Path, shares: list[float], scale: float, order: list[int]
) -> None:
    norms = [(["B4", "B3", "B2"], fixed(3, 1000.0, 0.1 * k, 0.7), 0.0) for k in range(3)]
    paths = write_members(tmp_path, *norms)
    make_ensemble(paths, tmp_path / "a.yaml", weights=shares)
    make_ensemble([paths[k] for k in order], tmp_path / "b.yaml", weights=[scale * shares[k] for k in order])
    a, b = (open_model(tmp_path / name, "cpu") for name in ("a.yaml", "b.yaml"))
    np.testing.assert_allclose(a.run(shown(a)), b.run(shown(b)), atol=1e-6)
    assert a.card.threshold == pytest.approx(b.card.threshold)
    assert min(0.2, 0.4, 0.6) <= a.card.threshold <= 0.6


def test_the_card_says_what_is_in_it(tmp_path: Path) -> None:
    a = write_model(tmp_path / "a.onnx", id="a", tile_px=96, overlap_px=24, size_multiple=32, threshold=0.2,
                    receptive_field_px=90, levels=["L1C", "L2A"], licence="MIT")  # fmt: skip
    b = write_model(tmp_path / "b.onnx", id="b", tile_px=144, overlap_px=16, size_multiple=48, threshold=0.5,
                    levels=["L2A"], optional_channels=["B3"])  # fmt: skip
    for name in ("e.onnx", "e.yaml"):
        make_ensemble([a, b], tmp_path / name, weights=[2, 1], id="both")
        card = open_model(tmp_path / name).card
        assert card.id == "both"
        assert [(m.id, round(m.weight, 6)) for m in card.members] == [("a", 0.666667), ("b", 0.333333)]
        assert [m.sha256 for m in card.members] == [open_model(path).sha256 for path in (a, b)]
        assert (card.tile_px, card.size_multiple, card.overlap_px, card.receptive_field_px) == (192, 96, 24, 90)
        assert card.threshold == pytest.approx(0.3)
        assert card.levels == ["L2A"]
        assert card.optional_channels == []  # a cannot do without B3
        assert "MIT" in card.licence
        assert "GPL" in card.licence
    assert make_ensemble([a, b], tmp_path / "t.yaml", threshold=0.7).threshold == 0.7
    assert open_model(tmp_path / "t.yaml").card.threshold == 0.7


def test_members_that_learnt_from_the_same_ground_know_it_together(tmp_path: Path) -> None:
    known = {"at": [0.01, 0.5, 0.99], "quantiles": {"B4": [100.0, 400.0, 900.0]}, "levels": {"L2A": 1.0}}
    other = known | {"levels": {"L1C": 1.0}}
    a, b, c = (write_model(tmp_path / f"{k}.onnx", id=f"m{k}", weights=weights(3, k), domain=domain)
               for k, domain in enumerate((known, known, other)))  # fmt: skip
    alike = make_ensemble([a, b], tmp_path / "alike.yaml")
    assert alike.domain is not None and alike.domain == open_model(a).card.domain
    assert make_ensemble([a, c], tmp_path / "unlike.yaml").domain is None


def test_channels_that_every_member_can_do_without_are_optional(tmp_path: Path) -> None:
    paths = [
        write_model(tmp_path / f"{k}.onnx", channels=channels, optional_channels=["B8"], weights=weights(3, k),
                    normalisation=fixed(3, 1000.0, 0.0, 1.0 + k), fill=5.0 * k)
        for k, channels in enumerate((["B4", "B8", "B2"], ["B8", "B2", "B3"]))
    ]  # fmt: skip
    card = make_ensemble(paths, tmp_path / "e.onnx")
    assert card.optional_channels == ["B8"]
    missing = Patch(PatchKey(1, "a"), scene_piece(["B2", "B3", "B4"])[0], None)

    def run(path: Path) -> np.ndarray:
        model = open_model(path, "cpu")
        c = model.card
        return model.run(PatchNormaliser(c.inputs, c.optional_channels)(missing, ("B2", "B3", "B4"))[None])

    # B3 has a hole, where the ensemble as a whole is not observed
    seen = np.isfinite(missing.values).all(axis=0)
    inner = seen & np.roll(seen, 1, 0) & np.roll(seen, -1, 0) & np.roll(seen, 1, 1) & np.roll(seen, -1, 1)
    inner &= np.roll(inner, 1, 0) & np.roll(inner, -1, 0) & np.roll(inner, 1, 1) & np.roll(inner, -1, 1)
    difference = np.abs(run(tmp_path / "e.onnx") - np.mean([run(p) for p in paths], axis=0))[0, 0]
    assert difference[inner].max() < 2e-6
    assert inner.mean() > 0.9


def test_members_of_other_forms(tmp_path: Path) -> None:
    """An older operator set, an output without a channel axis, one size only."""
    norm = fixed(3, 1000.0, 0.0, 1.0)
    paths = [
        write_model(tmp_path / "old.onnx", opset=15, weights=weights(3, 0), normalisation=norm),
        write_model(tmp_path / "flat.onnx", flat=True, weights=weights(3, 1), normalisation=norm, fill=0.5),
        write_model(tmp_path / "size.onnx", size=64, weights=weights(3, 2), normalisation=norm),
    ]
    for name in ("e.onnx", "e.yaml"):
        make_ensemble(paths, tmp_path / name)
        model = open_model(tmp_path / name, "cpu")
        assert model.fixed_px == 64
        np.testing.assert_allclose(model.run(shown(model)), one_by_one(paths, [1, 1, 1]), atol=2e-6)
    other = write_model(tmp_path / "other.onnx", size=96, tile_px=96)
    with pytest.raises(InputError, match="No tile size suits"):
        make_ensemble([paths[2], other], tmp_path / "f.yaml")


def test_an_ensemble_file_can_be_a_member_if_it_is_onnx(tmp_path: Path) -> None:
    paths = write_members(tmp_path, *SETS["other channels, numbers and fills"], MIXED[1])
    make_ensemble(paths[:2], tmp_path / "two.onnx")
    make_ensemble([tmp_path / "two.onnx", paths[2]], tmp_path / "three.onnx", weights=[2, 1])
    model = open_model(tmp_path / "three.onnx")
    np.testing.assert_allclose(model.run(shown(model)), one_by_one(paths, [1, 1, 1]), atol=2e-6)
    make_ensemble(paths, tmp_path / "e.yaml")
    with pytest.raises(InputError, match="is an ensemble file itself"):
        make_ensemble([tmp_path / "e.yaml", paths[0]], tmp_path / "f.yaml")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"weights": [1.0]}, "2 models and 1 weights"),
        ({"weights": [1.0, 0.0]}, "above 0"),
        ({"weights": [1.0, float("nan")]}, "above 0"),
        ({"id": "../x"}, "The id"),
    ],
)
def test_what_cannot_be_an_ensemble(tmp_path: Path, how: dict, words: str) -> None:
    paths = write_members(tmp_path, *SETS["the same in everything"])
    for ending in ("onnx", "yaml"):
        with pytest.raises(InputError, match=words):
            make_ensemble(paths, tmp_path / f"e.{ending}", **how)
    with pytest.raises(InputError, match="at least two"):
        make_ensemble(paths[:1], tmp_path / "e.yaml")
    a = write_model(tmp_path / "a.onnx", levels=["L1C"])
    b = write_model(tmp_path / "b.onnx", levels=["L2A"])
    with pytest.raises(InputError, match="different processing levels"):
        make_ensemble([a, b], tmp_path / "e.yaml")
    assert not list(tmp_path.glob("e.*"))


# ------------------------------------------------------------------------------------------------------- the yaml file


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "members").mkdir()
    paths = write_members(folder / "members", *SETS["other channels, numbers and fills"])
    make_ensemble([*paths, "l4s-lite-v0"], folder / "e.yaml", weights=[1, 2, 1])
    return folder / "e.yaml"


def test_a_yaml_ensemble_moves_with_its_members(made: Path, tmp_path: Path) -> None:
    text = made.read_text()
    assert str(tmp_path) not in text
    assert "model: members/m0.onnx" in text
    assert "model: l4s-lite-v0" in text
    before = open_model(made, "cpu")
    moved = tmp_path / "elsewhere"
    shutil.move(made.parent, moved)
    after = open_model(moved / "e.yaml", "cpu")
    assert after.sha256 == before.sha256
    assert after.card == before.card
    assert len(after.files) == 4
    assert after.path == moved / "e.yaml"


def test_a_member_that_changed_is_refused(made: Path) -> None:
    path = made.parent / "members" / "m0.onnx"
    write_model(path, weights=weights(3, 99), channels=["B4", "B3", "B2"])
    with pytest.raises(InputError, match=r"members/m0\.onnx .* is not the file that the ensemble was made with"):
        open_model(made)
    path.unlink()
    with pytest.raises(InputError, match=r"members/m0\.onnx .* is not there"):
        open_model(made)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.update(surprise=1), "surprise"),
        (lambda c: c.update(version=2), "version"),
        (lambda c: c.update(format="other"), "format: l4s-ensemble"),
        (lambda c: c.update(members=c["members"][:1]), "members"),
        (lambda c: c.update(members=c["members"] * 20), "members"),
        (lambda c: c.update(threshold=1.5), "threshold"),
        (lambda c: c["members"][0].update(weight=-1), "weight"),
        (lambda c: c["members"][0].update(weight=float("inf")), "weight"),
        (lambda c: c["members"][0].update(sha256="abc"), "sha256"),
        (lambda c: c["members"][0].update(model="e.yaml"), "ensemble file itself"),
        (lambda c: c["members"][0].pop("model"), "model"),
    ],
)
def test_a_yaml_file_that_breaks_the_contract(made: Path, change, words: str) -> None:
    content = yaml.safe_load(made.read_text())
    change(content)
    made.write_text(yaml.safe_dump(content))
    with pytest.raises(InputError, match=words):
        open_model(made)


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['touch executed']",
        "members: [1, 2",
        "- a list",
        "",
        "\x00\x01",
        "a: " * 5000,
        "[" * 5000,
        "format: l4s-ensemble\n" + "# padding\n" * LARGEST_FILE,
    ],
    ids=range(8),
)
def test_hostile_yaml(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("e.yaml").write_text(text)
    with pytest.raises(InputError, match=r"e\.yaml"):
        open_model("e.yaml")
    assert [p.name for p in tmp_path.iterdir()] == ["e.yaml"]


# ---------------------------------------------------------------------------------------------------------- end to end


def test_detection_with_either_form_is_the_same(tmp_path: Path) -> None:
    folder, dem = hillside(tmp_path / "scene")
    norm = fixed(2, 1000.0, 0.0, 1.0)
    redness = np.zeros((1, 2, 3, 3), np.float32)
    redness[0, 0], redness[0, 1] = 10 / 9, -10 / 9
    paths = [
        write_model(tmp_path / "a.onnx", id="a", weights=redness, channels=["B4", "B2"], normalisation=norm),
        write_model(tmp_path / "b.onnx", id="b", weights=redness, channels=["B4", "B3"], normalisation=norm, fill=1.0),
    ]
    results = []
    for name in ("e.onnx", "e.yaml"):
        make_ensemble(paths, tmp_path / name, weights=[1, 2])
        inventory = l4s_core.detect(
            folder, dem, model=tmp_path / name, clouds="none", probability=tmp_path / "p.tif", overwrite=True
        )
        with rasterio.open(tmp_path / "p.tif") as src:
            results.append(decode_probability(src.read(1)))
        assert len(inventory.landslides) == 2
        assert inventory.run["model_members"].split()[0].startswith("a@")
        with pytest.raises(InputError, match="is an input"):
            l4s_core.detect(folder, dem, model=tmp_path / name, mask=paths[0].with_suffix(".tif"),
                            probability=dem, overwrite=True)  # fmt: skip
    np.testing.assert_allclose(results[0], results[1], atol=1.1e-4)


def test_checkpoints_as_members(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnxscript")
    from torch_models import write_checkpoint

    (tmp_path / "run").mkdir()
    checkpoint = write_checkpoint(tmp_path / "run" / "best.safetensors", seed=1)
    other = write_model(tmp_path / "b.onnx", weights=weights(3, 1), fill=0.7)
    for name, members in (("e.yaml", [tmp_path / "run", other]), ("e.onnx", [checkpoint, other])):
        card = make_ensemble(members, tmp_path / name)
        assert card.members[0].sha256 == open_model(checkpoint).sha256
        model = open_model(tmp_path / name, "cpu")
        np.testing.assert_allclose(model.run(shown(model)), one_by_one([checkpoint, other], [1, 1]), atol=1e-4)
    assert "model: run/best.safetensors" in (tmp_path / "e.yaml").read_text()
    assert isinstance(model, OnnxModel)


def test_the_command(tmp_path: Path) -> None:
    a, b = write_members(tmp_path, *SETS["other channels, numbers and fills"])
    done = CliRunner().invoke(
        ensemble, [str(a), str(b), "-o", str(tmp_path / "e.yaml"), "--weights", "1,3", "--progress", "json"]
    )
    assert done.exit_code == 0, done.output
    facts = json.loads(done.output.splitlines()[-1])["result"]
    assert [m["weight"] for m in facts["members"]] == [0.25, 0.75]
    assert facts["id"] == "e"
    for arguments, words in (
        ([a, b, "-o", tmp_path / "e.yaml"], "--overwrite"),
        ([a, b, "-o", tmp_path / "e.txt"], ".onnx"),
        ([a, b, "-o", a, "--overwrite"], "is an input"),
        ([a, "-o", tmp_path / "f.yaml"], "at least two"),
        ([a, b, "-o", tmp_path / "f.yaml", "--weights", "1,x"], "list of numbers"),
        ([a, tmp_path / "none.onnx", "-o", tmp_path / "f.yaml"], "There is no model"),
    ):
        refused = CliRunner().invoke(ensemble, [str(x) for x in arguments])
        assert refused.exit_code == 2
        assert words in refused.output
    assert ModelCard(**card_fields()).members == []


@pytest.mark.parametrize("ending", ["onnx", "yaml"])
def test_the_same_model_twice_is_refused(tmp_path: Path, ending: str) -> None:
    a = write_model(tmp_path / "a.onnx", id="a")
    b = Path(shutil.copy(a, tmp_path / "b.onnx"))
    for models, words in (([a, a], "a.onnx is given twice"), ([a, b], "b.onnx is given as .*a.onnx and as .*b.onnx")):
        with pytest.raises(InputError, match=words):
            make_ensemble(models, tmp_path / f"e.{ending}")
    assert not (tmp_path / f"e.{ending}").exists()
