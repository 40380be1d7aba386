"""Recipes: what the papers say is what the files say, and what is wrong is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.training.recipes.channel_groups import CHANNEL_GROUPS, channels_named
from l4s_core.training.recipes.files import (
    apply_overrides,
    dump_recipe,
    installed_recipes,
    is_sweep,
    load_recipe,
    load_sweep,
    make_recipe,
    read_yaml,
)
from l4s_core.training.recipes.recipe import Recipe, expand_channels

SINGLE = sorted(name for name in installed_recipes() if not is_sweep(name))


def test_all_the_systems_of_the_papers_are_there() -> None:
    assert set(SINGLE) == {
        "baseline",
        "default",
        "kingdrone-swin",
        "kingdrone-efficientnetv2",
        "kingdrone-segformer",
        "kingdrone-hrnet-ocr",
        "seek",
        "tanmlh-deeplabv3plus",
        "tanmlh-hrnet",
        "sklgp",
        "lettmoden-amit-unet",
        "lettmoden-amit-swin",
        "lettmoden-amit-segformer",
    }


@pytest.mark.parametrize("name", SINGLE)
def test_a_recipe_survives_being_written_and_read(name: str, tmp_path: Path) -> None:
    recipe = load_recipe(name)
    assert recipe.name == name
    assert recipe.summary
    assert recipe.paper
    path = tmp_path / "copy.yaml"
    path.write_text(dump_recipe(recipe))
    assert load_recipe(path) == recipe


def test_the_figures_of_the_papers() -> None:
    """Values that the papers state; the rest is the recipes' own and said in their notes."""
    baseline = load_recipe("baseline")
    assert (baseline.train.steps, baseline.train.batch) == (5000, 32)
    assert (baseline.optimiser.name, baseline.optimiser.lr, baseline.optimiser.weight_decay) == ("adam", 1e-3, 5e-4)
    assert baseline.channels == L4S_NAMES
    for name in ("swin", "efficientnetv2", "segformer", "hrnet-ocr"):
        recipe = load_recipe(f"kingdrone-{name}")
        assert recipe.network.scale == 4
        assert (recipe.train.steps, recipe.train.batch) == (20000, 16)
        assert recipe.normalisation == "separated"
        assert "lovasz" in recipe.loss
        assert "ohem" in recipe.loss
    seek = load_recipe("seek")
    assert seek.channels == ("B4", "B3", "B2")
    first, second = (r for _, r in seek.stage_recipes())
    assert {"image_wce", "lovasz", "image"} <= set(first.loss.replace("+", " ").split())
    assert set(second.loss.replace("+", " ").split()) == {"ce", "image"}
    assert [stage.freeze_encoder for stage in seek.stages] == [False, True]
    for name in ("deeplabv3plus", "hrnet"):
        recipe = load_recipe(f"tanmlh-{name}")
        assert set(recipe.loss.replace("+", " ").split()) == {"ce", "jaccard"}
        assert recipe.mixup_alpha > 0
        assert recipe.network.mc_dropout == 0.3
    sklgp = load_recipe("sklgp")
    assert (sklgp.train.batch, sklgp.train.epochs, sklgp.optimiser.name, sklgp.optimiser.lr) == (8, 200, "adam", 1e-5)
    for name, scale in (("unet", 1), ("swin", 2), ("segformer", 4)):
        recipe = load_recipe(f"lettmoden-amit-{name}")
        assert (recipe.optimiser.name, recipe.optimiser.lr, recipe.optimiser.weight_decay) == ("adamw", 6e-5, 0.01)
        assert (recipe.train.batch, recipe.train.epochs, recipe.train.patience) == (16, 100, 15)
        assert recipe.network.scale == scale
        assert recipe.loss == "lovasz"


def test_the_spectral_selection_is_a_sweep_over_the_table() -> None:
    sweep = load_sweep("spectral-selection")
    counts = {name: len(recipe.channels) for name, recipe in sweep.items()}
    assert counts == {
        "rgb": 3,
        "swir": 3,
        "ngb": 3,
        "pca": 14,
        "rgb-nir": 4,
        "rgb-swir": 6,
        "rgb-nir-swir": 7,
        "rgb-height": 5,
        "all": 14,
    }
    assert sweep["pca"].network.pca == 3
    others = {
        dump_recipe(r.model_copy(update={"name": "x", "channels": ("B4",)})) for n, r in sweep.items() if n != "pca"
    }
    assert len(others) == 1, "the entries differ in their channels only"
    with pytest.raises(InputError, match="sweep of 9"):
        load_recipe("spectral-selection")


def test_a_stage_has_what_it_does_not_say_from_the_recipe() -> None:
    changes = ["train.seed=7", "train.batch=2", "stages.1.train.steps=9", "stages.1.train.check_every=3"]
    first, second = (recipe for _, recipe in load_recipe("seek", changes).stage_recipes())
    assert (second.train.steps, second.train.batch, second.train.seed) == (9, 2, 7)
    assert (first.train.steps, first.train.check_every, second.train.check_every) == (15000, 500, 3)
    assert load_recipe("baseline", ["train.precision=16"]).train.precision == "16"


def test_channel_groups() -> None:
    assert expand_channels("rgb+nir") == ("B4", "B3", "B2", "B8")
    assert expand_channels(["rgb", "B3", "height"]) == ("B4", "B3", "B2", "slope", "dem")
    assert expand_channels("all") == L4S_NAMES
    assert "B10" not in expand_channels("no-cirrus")  # type: ignore[operator]


def test_a_group_means_the_same_for_channels_and_for_channel_dropout() -> None:
    """Also in the spellings that only one of the two once had."""
    for name in (*CHANNEL_GROUPS, "terrain", "not_rgb", "not_rgb_nir", "red_edge", "SWIR", "b4"):
        assert expand_channels(name) == channels_named(name)
        if set(channels_named(name)) < set(L4S_NAMES):
            recipe = load_recipe("baseline", [f"augment.channel_dropout={{{name}: 0.5}}"])
            assert set(recipe.dropped_channels()) == set(channels_named(name))
    assert channels_named("terrain") == channels_named("height") == ("slope", "dem")
    assert channels_named("swir") == ("B10", "B11", "B12"), "as the outcome paper has it"
    assert set(channels_named("rgb")) | set(channels_named("not-rgb")) == set(L4S_NAMES)


def test_one_length_for_every_stage() -> None:
    recipe = load_recipe("seek", steps=4)
    assert [staged.train.steps for _, staged in recipe.stage_recipes()] == [4, 4]
    assert recipe.stages[1].freeze_encoder, "the rest of the stage stays"
    assert [staged.train.steps for _, staged in load_recipe("seek").stage_recipes()] == [15000, 5000]
    assert load_recipe("sklgp", steps=4).train.epochs is None
    with pytest.raises(InputError, match=r"--steps 4 and --set train.steps=abc both"):
        load_recipe("seek", ["train.steps=abc"], steps=4)


def test_levels() -> None:
    assert load_recipe("baseline", ["levels=L2A"]).levels == ["L2A"]
    assert load_recipe("baseline", ["levels=[L1C, L2A]"]).levels == ["L1C", "L2A"]
    assert load_recipe("baseline").levels is None


def test_a_summary_may_be_left_out() -> None:
    raw = read_yaml(installed_recipes()["baseline"])
    del raw["summary"]
    assert make_recipe(raw, "x").summary == "baseline"


def test_a_wrong_recipe_file_is_blamed_itself(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(installed_recipes()["baseline"].read_text().replace("batch: 32", "batch: none"))
    for overrides in ([], ["loss=ce"]):
        with pytest.raises(InputError) as error:
            load_recipe(path, overrides)
        assert str(error.value) == f"The recipe {path} cannot be used: train.batch must be a whole number, not 'none'."


def test_overrides_reach_every_key() -> None:
    recipe = load_recipe("baseline", ["train.steps=7", "channels=rgb+swir", "augment.flips=true", "loss=lovasz + ce"])
    assert recipe.train.steps == 7
    assert len(recipe.channels) == 6
    assert recipe.augment.flips
    assert recipe.loss == "lovasz + ce"
    assert load_recipe("baseline", ["train.epochs=2"]).train.steps is None, "one length replaces the other"


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("train.stepps=7", "did you mean train.steps"),
        ("netwrok.scale=2", "netwrok.*did you mean network\\?"),
        ("train.batch=many", "train.batch.*many"),
        ("train.batch=0", "train.batch"),
        ("channels=B99", "B99"),
        ("train", "key=value"),
        ("loss.name=ce", "loss is a value"),
        ("train.steps=[", "not valid YAML"),
        ("normalisation=zscore", "normalisation"),
        ("normalisation=relative-brightness", "per-image"),
        ("augment.channel_dropout={spectral: 0.1, terrain: 0.1}", "every channel"),
        ("augment.channel_dropout={terain: 0.1}", "did you mean terrain.*height"),
        ("channels=rbg", "did you mean rgb.*Groups: all, .*swir"),
        ("train.steps=abc", "train.steps must be a whole number, not 'abc'"),
        ("normalisation=relative-brightness", "^--set normalisation=relative-brightness cannot"),
        ("train.precision=fp16", "one of auto, 32, bf16, 16, not 'fp16'"),
        ("network.cross_sensor_norm=3", "must be true or false, not 3"),
        ("levels=[]", "level of the patches"),
        ("train.xyzzyq=1", "there are train.steps, .*train.seed"),
    ],
)
def test_overrides_that_cannot_be_used(override: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load_recipe("baseline", [override])


@pytest.mark.parametrize(
    ("overrides", "blamed"),
    [
        (["train.batch=8", "normalisation=relative-brightness"], "--set normalisation=relative-brightness cannot"),
        (["train.seed=1", "network.pca=5", "channels=rgb"], "--set network.pca=5 and --set channels=rgb cannot"),
        (["train.batch=8", "train.lr=1"], "--set train.lr=1 has the key train.lr"),
        (["train.batch=8", "train.batch=x"], "--set train.batch=8 and --set train.batch=x name the same key"),
    ],
)
def test_the_override_at_fault_is_named_and_the_recipe_is_not_shown(overrides: list[str], blamed: str) -> None:
    """Of several, those without which all would be well; never the whole recipe, never its installed file."""
    with pytest.raises(InputError) as error:
        load_recipe("baseline", [*overrides])
    said = str(error.value)
    assert said.removeprefix("--set train.seed=1 and ").startswith(blamed)
    assert "baseline.yaml" not in said
    assert "summary" not in said
    assert len(said) < 400


def test_files_that_are_no_recipes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean baseline"):
        load_recipe("basline")
    bad = tmp_path / "bad.yaml"
    for text, words in (
        ("a: [1", "not valid YAML"),
        ("- 1", "holds no keys"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("name: !!python/object/apply:os.system ['true']", "not valid YAML"),
        ("x" * 300_000, "larger than a recipe"),
    ):
        bad.write_text(text)
        with pytest.raises(InputError, match=words):
            load_recipe(bad)


def test_overrides_leave_the_original_alone() -> None:
    raw = read_yaml(installed_recipes()["baseline"])
    before = repr(raw)
    apply_overrides(raw, ["train.steps=3", "network.scale=2"])
    assert repr(raw) == before
    raw = read_yaml(installed_recipes()["seek"])
    before = repr(raw)
    apply_overrides(raw, ["stages.1.train.steps=3"])
    assert repr(raw) == before


def test_a_recipe_says_how_long_exactly_once() -> None:
    raw = load_recipe("baseline").model_dump(mode="json")
    raw["train"]["epochs"] = 3
    with pytest.raises(InputError, match="steps or epochs"):
        make_recipe(raw, "x")
    assert Recipe.model_validate(load_recipe("baseline").model_dump()).train.length(10) == 5000


# ----------------------------------------------------------------------------------- groups with a normalisation each


MIXED = [
    {"channels": "rgb", "normalisation": "relative-brightness"},
    {"channels": ["B11", "slope"], "normalisation": "dataset"},
]


def grouped(groups: list) -> Recipe:
    raw = read_yaml(installed_recipes()["baseline"])
    raw |= {"name": "mixed", "channels": ["slope", "B11", "B2", "B3", "B4"], "normalisation": groups}
    return make_recipe(raw, "mixed.yaml")


def test_groups_of_channels_with_a_normalisation_each(tmp_path: Path) -> None:
    recipe = grouped(MIXED)
    assert recipe.channels == (*channels_named("rgb"), "B11", "slope")
    assert recipe.network_spec(1).channels == recipe.channels
    assert [kind for _, kind in recipe.groups()] == ["relative-brightness", "dataset"]
    path = tmp_path / "copy.yaml"
    path.write_text(dump_recipe(recipe))
    assert load_recipe(path) == recipe


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([MIXED[0]], "every channel of the recipe once"),
        ([*MIXED, MIXED[0]], "every channel of the recipe once"),
        ([MIXED[0], {"channels": ["B11", "slope"], "normalisation": "relative-brightness"}], "optical channels"),
        ([MIXED[0], {"channels": ["B11", "slope"], "normalisation": "none"}], "normalisation"),
        ([MIXED[0], {"channels": ["B11", "slope"]}], "normalisation"),
        ([MIXED[0], 5], "normalisation"),
        ([], "normalisation"),
    ],
)
def test_groups_that_do_not_fit(groups: list, words: str) -> None:
    with pytest.raises(InputError, match=words):
        grouped(groups)
