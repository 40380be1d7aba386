"""Which patches to score: the splits that a training run recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from l4s_core.errors import InputError
from l4s_core.patches.model import PatchSet
from l4s_core.predict.model import installed_models

SplitName = Literal["train", "validation", "test", "all"]
_LARGEST_BYTES = 64 * 1024**2


class RunSplit(BaseModel):
    """``split.json`` of a RUN folder: ids of its patches."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    train: list[int]
    validation: list[int]
    test: list[int] = []

    def ids(self, name: SplitName) -> list[int]:
        """The ids of one split, or of all three."""
        if name == "all":
            return [*self.train, *self.validation, *self.test]
        found: list[int] = getattr(self, name)
        return found


@dataclass(frozen=True)
class Chosen:
    """Patches to score, the split's name, ids that the model was trained on, and what a reader must know."""

    patches: PatchSet
    split: str
    trained_on: frozenset[int] = frozenset()
    notes: tuple[str, ...] = field(default=())


def is_run(model: str | Path | None) -> bool:
    """Whether a model was given as the folder of a training run (installed models go first, as in `open_model`)."""
    return model is not None and str(model) not in installed_models() and Path(model).is_dir()


def choose_split(patches: PatchSet, model: str | Path | None, wanted: SplitName | None) -> Chosen:
    """The patches of a split.

    A RUN folder says which patches belong to which split; the default is its test split, or validation where that is
    empty. Other models have no splits: all patches are scored. So they are when none of the domains of the patches is
    one of the run's: equal ids are then other places.

    Raises InputError for a split that the model does not have, or none of whose patches is here.
    """
    if not is_run(model):
        if wanted not in (None, "all"):
            raise InputError(
                f"{model or 'The default model'} is not the folder of a training run, so its {wanted} split is not "
                "known; leave --split out, or say --split all."
            )
        return Chosen(patches, "all")
    run = Path(str(model))
    if (domains := _domains(run)) is not None and not domains & {key.domain for key in patches.keys}:
        if wanted not in (None, "all"):
            raise InputError(
                f"The patches in {patches.source} are of none of the domains of {run} "
                f"({', '.join(sorted(domains))}), so its {wanted} split does not apply; say --split all."
            )
        return Chosen(patches, "all", notes=("All of these patches are of domains that the run did not have.",))
    split = _read_split(run)
    if split is None:
        if wanted == "all":
            return Chosen(patches, "all", notes=("Which patches the run was trained on is not recorded.",))
        raise InputError(
            f"{run} has no split.json, so which patches it was trained on is not known; say --split all to score all."
        )
    name: SplitName = wanted or ("test" if split.test else "validation")
    trained = frozenset(split.train)
    if name == "all":
        return Chosen(patches, "all", trained)
    ids = set(split.ids(name))
    index = [k for k, key in enumerate(patches.keys) if key.id in ids]
    if not index:
        raise InputError(
            f"None of the {len(ids)} patches of the {name} split of {run} is in {patches.source}; give the data that "
            "the run was made with, or another --split."
        )
    notes = []
    if len(index) < len(ids):
        notes.append(f"Only {len(index)} of the {len(ids)} patches of the {name} split are in {patches.source}.")
    if name == "validation":
        notes.append(
            "The weights and the threshold of the run were chosen on its validation patches: a little optimistic."
        )
    return Chosen(patches.subset(index), name, trained, tuple(notes))


def _read_split(run: Path) -> RunSplit | None:
    path = run / "split.json"
    text = _text(path)
    if text is None:
        return None
    try:
        return RunSplit.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InputError(
            f"{path} is not a list of patch ids per split ({where}: {first['msg']}); restore it."
        ) from error


def _domains(run: Path) -> set[str] | None:
    text = _text(run / "run.json")
    try:
        facts: Any = json.loads(text or "{}")
        return set(TypeAdapter(list[str]).validate_python(facts["domains"]))
    except (ValueError, KeyError, TypeError):
        return None


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(f"{path} is larger than 64 MiB; it is not from a training run of l4s.")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}).") from error
