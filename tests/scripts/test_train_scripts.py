"""The scripts that make the models, with stand-ins for what they call: order, options, going on after a stop."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="bash scripts"),
]
# notes the call, then leaves what the real program would: the file or folder after -o or --out, unless told to die
STAND_IN = """#!/bin/bash
printf '%s\\n' "$(basename "$0")|$(IFS='|'; echo "$*")" >>"$CALLS"
[[ -n "${DIES_AT:-}" && "$*" == *"$DIES_AT"* ]] && exit 9
case $* in *mine_negatives.py*) mkdir -p mined; touch mined/recipe.yaml ;; esac
while (($#)); do
    case $1 in
        -o) touch "$2" ;;
        --out) mkdir -p "$2"; touch "$2/best.safetensors" ;;
    esac
    shift
done
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The scripts as they are, in a checkout whose programs are stand-ins."""
    made = tmp_path / "repository"
    shutil.copytree(ROOT / "scripts", made / "scripts")
    programs = made / ".venv-test" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "l4s"):
        (programs / name).write_text(STAND_IN)
        (programs / name).chmod(0o755)
    for name in ("l4s_rgb", "l4s/unlabelled"):
        (tmp_path / "data" / name).mkdir(parents=True)
    return made


def run(repository: Path, script: str, *words: object, **environment: str) -> tuple[int, str, list[list[str]]]:
    """Exit status, what was said, and the calls of the stand-ins as lists of words."""
    calls = repository.parent / "calls"
    calls.write_text("")
    work, data = repository.parent / "work", repository.parent / "data"
    done = subprocess.run(
        [str(repository / "scripts" / script), str(work), str(data), *map(str, words)],
        capture_output=True, text=True, env=os.environ | {"CALLS": str(calls), **environment},
    )  # fmt: skip
    made = [line.split("|") for line in calls.read_text().splitlines()]
    return done.returncode, done.stderr, made


def names(calls: list[list[str]]) -> list[str]:
    """What each call is, in a word or two."""
    return [
        Path(call[1]).stem if call[0] == "python" else " ".join([call[1], Path(call[call.index("--out") + 1]).name])
        if call[1] == "train" else call[1]
        for call in calls
    ]  # fmt: skip


DEFAULT = [
    "start_from_onnx", "cut_scene_patches", "train blocks", "stitch", "train windows", "export_default_network",
    "train_evidence", "calibrate_model", "model_scores", "stitch", "train all", "export_default_network", "train alone",
    "export_default_network", "train_evidence", "calibrate_model", "domain_statistics",
]  # fmt: skip
BEST = ["start_from_onnx", "cut_scene_patches", "train teachers", "train teachers", *["export"] * 4, "ensemble"]


def check_options(calls: list[list[str]]) -> None:
    """Every option of every call is one that the program has."""
    from l4s_core.cli.main import main

    for program, *words in calls:
        if program == "l4s":
            command = main.get_command(None, words[0])  # type: ignore[arg-type]
            assert isinstance(command, Command)
            command.make_context(words[0], words[1:])  # raises for what it does not know
        else:
            [source] = (path for path in ROOT.glob("*/*.py") if path.name == Path(words[0]).name)
            text = source.read_text(encoding="utf-8")
            for option in (word for word in words[1:] if re.match(r"-+[a-z]", word)):
                assert f'"{option}"' in text, f"{source.name} has no {option}"


@pytest.mark.parametrize(
    ("script", "words", "order"),
    [
        ("train_default_model", [], DEFAULT),
        ("train_default_model", ["--mine", "--steps", "3"],
         [*DEFAULT[:3], "mine_negatives", "train blocks_mined", *DEFAULT[3:]]),
        ("train_best_model", ["--no-hub"], [*BEST, "model_scores"]),
        ("train_best_model", ["--distil", "--device", "cuda"],
         [*BEST, "model_scores", "train student", "export_default_network", "train_evidence", "calibrate_model",
          "model_scores"]),
    ],
)  # fmt: skip
def test_what_is_called_exists_comes_in_order_and_only_once(
    repository: Path, script: str, words: list[str], order: list[str]
) -> None:
    status, said, calls = run(repository, script, *words)
    assert (status, names(calls)) == (0, order), said
    check_options(calls)
    trainings = [call for call in calls if call[1] == "train"]
    assert all(("--steps" in call) == ("--steps" in words or "blocks_mined" in call) for call in trainings)
    if "--device" in words:
        assert all(call[call.index("--device") + 1] == "cuda" for call in trainings)
    # a second run asks l4s train whether its runs are complete, and cuts what is missing; it makes nothing again
    status, _, again = run(repository, script, *words)
    assert status == 0
    assert set(names(again)) == {name for name in order if name.startswith("train ") or name == "cut_scene_patches"}


def test_it_goes_on_where_it_was_stopped(repository: Path) -> None:
    status, _, calls = run(repository, "train_default_model", DIES_AT="train_evidence")
    assert status == 9 and names(calls) == DEFAULT[:7]
    status, _, calls = run(repository, "train_default_model")
    assert status == 0 and names(calls) == ["cut_scene_patches", "train blocks", "train windows", *DEFAULT[6:]]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["--steps", "none"], "--steps takes a whole number"), (["--fast"], "no option --fast"), (["x"], "Give a folder")],
)
def test_wrong_words_are_one_sentence(repository: Path, words: list[str], sentence: str) -> None:
    status, said, calls = run(repository, "train_best_model", *words)
    assert status == 2 and sentence in said and said.count("\n") == 1 and not calls
    assert not (repository.parent / "work").exists()
