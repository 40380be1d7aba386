"""Each option is written once: the command line and the run table are made of the fields and leave none out."""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path

import click
import pytest

from l4s_core import detect
from l4s_core.cli.detect import main
from l4s_core.cli.inspect import inspect as inspect_command
from l4s_core.detection.options import (
    DetectOptions,
    Inputs,
    Outputs,
    WindowOptions,
    as_asked,
    fields_of,
    option_names,
    sorted_out,
)
from scene_kit import hillside

EVERY = [field for group in (DetectOptions, Inputs, Outputs) for field in fields_of(group)]
ON_THE_COMMAND_LINE = [field for field in EVERY if field.metadata["option"].flag != ""]


def test_a_name_means_one_option() -> None:
    names = [field.name for field in EVERY]
    assert len(set(names)) == len(names) > 25


@pytest.mark.parametrize("field", ON_THE_COMMAND_LINE, ids=lambda field: field.name)
def test_the_command_has_the_option_with_its_default_and_help(field) -> None:
    option = next(param for param in main.params if param.name == field.name)
    assert isinstance(option, click.Option)
    assert main.make_context("l4s-detect", ["scene"]).params[field.name] == field.default
    assert option.help == field.metadata["option"].help


def test_inspect_takes_what_a_run_takes_but_for_what_is_written() -> None:
    written = {*option_names(Outputs), "out_dir", "manifest", "jobs", "scheduler", "resume", "save", "merge"}
    reporting = {"style", "verbose", "version", "as_json"}
    of_run = {param.name: param for param in main.params if isinstance(param, click.Option)}
    of_inspect = {param.name: param for param in inspect_command.params if isinstance(param, click.Option)}
    assert of_inspect.keys() - reporting == of_run.keys() - reporting - written
    for name in of_inspect.keys() - reporting:
        assert of_inspect[name].opts == of_run[name].opts
        assert of_inspect[name].default == of_run[name].default


def test_only_where_the_first_window_begins_is_not_on_the_command_line() -> None:
    assert {field.name for field in EVERY} - {field.name for field in ON_THE_COMMAND_LINE} == {"origin"}
    assert "origin" in option_names(WindowOptions)


def test_bounds_hold_on_the_command_line() -> None:
    def parsed(*words: str) -> dict:
        return main.make_context("l4s-detect", ["scene", *words]).params

    assert parsed("--threshold", "1")["threshold"] == 1.0
    assert parsed("--min-slope", "0")["min_slope_deg"] == 0.0
    for words in (["--threshold", "0"], ["--min-slope", "90"], ["--tile", "15"], ["--level", "L1B"], ["--mmu", "-1"]):
        with pytest.raises(click.BadParameter):
            parsed(*words)


def test_flat_names_and_groups_are_the_same_options() -> None:
    options = DetectOptions.of(threshold=0.25, clouds="none", origin=(3, 4))
    assert (options.outline.threshold, options.clouds.clouds, options.windows.origin) == (0.25, "none", (3, 4))
    assert DetectOptions.of(**options.flat()) == options
    assert options.but(clouds="auto", threshold=None, origin=(0, 0)) == DetectOptions()
    assert {group.name for group in fields(DetectOptions)} == set(vars(options))


def test_a_name_that_is_none_is_told_the_nearest() -> None:
    with pytest.raises(TypeError, match=r"detect\(\) has no option 'treshold'; the nearest is 'threshold'"):
        detect("scene.zip", treshold=0.5)
    with pytest.raises(TypeError, match="nearest is 'mask_water'"):
        DetectOptions.of(water_mask=True)
    assert sorted_out("f", {"area": 1, "mask": 2}, Inputs, Outputs) == [{"area": 1}, {"mask": 2}]


def test_the_signature_of_detect_shows_every_option() -> None:
    shown = inspect.signature(detect).parameters
    assert {field.name for field in EVERY} <= set(shown)
    assert all(shown[field.name].default == field.default for field in EVERY if field.name not in ("dem", "output"))


def test_the_run_table_has_every_option(tmp_path: Path) -> None:
    folder, _ = hillside(tmp_path / "scene", (80, 90))
    given = {"threshold": 0.9, "tile": 64, "origin": (3, 5), "mmu_m2": 0, "mask_water": False, "device": "cpu"}
    table = detect(folder, no_dem=True, clouds="none", options=DetectOptions.of(**given, clouds="builtin")).run
    for name, value in DetectOptions.of(**given, clouds="none").flat().items():
        assert f"asked_{name}" in table, name
        wanted = "3 5" if name == "origin" else int(value) if isinstance(value, bool) else value
        assert table[f"asked_{name}"] == wanted, name
    assert table.items() >= as_asked(DetectOptions.of(**given, clouds="none")).items()
