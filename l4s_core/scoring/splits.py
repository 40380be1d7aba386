"""Which patches to score: the splits that a training run recorded."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from l4s_core.base.errors import InputError, first_problem
from l4s_core.base.words import plural
from l4s_core.inference.card import PatchPrints
from l4s_core.inference.installed import installed_models
from l4s_core.inference.open import BEST
from l4s_core.patches.fingerprints import set_fingerprint
from l4s_core.patches.types import PatchSet
from l4s_core.scoring.trained_on import same_patches

SplitName = Literal["train", "validation", "test", "all"]
_LARGEST_BYTES = 64 * 1024**2


class SetSplit(BaseModel):
    """Ids of one set of patches, by the part that they belong to."""

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


class NamedSplit(SetSplit):
    """The same of a set in a mixture; ``fingerprint`` is that of `set_fingerprint`."""

    name: str
    fingerprint: str


class RunSplit(SetSplit):
    """``split.json`` of a RUN folder: ids of all its patches, and of each ``set`` where it was trained on several."""

    sets: list[NamedSplit] = []

    def of(self, patches: PatchSet) -> SetSplit | None:
        """The split of this set: of several, the one with its fingerprint, None where none has it."""
        if not self.sets:
            return self
        own = set_fingerprint(patches)
        return next((one for one in self.sets if one.fingerprint == own), None)


@dataclass(frozen=True)
class Chosen:
    """Patches to score, the split's name, ids that the model was trained on (None: not known), and what a reader must
    know."""

    patches: PatchSet
    split: str
    trained_on: frozenset[int] | None = None
    notes: tuple[str, ...] = field(default=())


def is_run(model: str | Path | None) -> bool:
    """Whether a model was given as the folder of a training run (installed models go first, as in `open_model`)."""
    return model is not None and str(model) not in installed_models() and Path(model).is_dir()


def choose_split(patches: PatchSet, model: str | Path | None, wanted: SplitName | None) -> Chosen:
    """The patches of a split.

    A RUN folder says which patches belong to which split; the default is its test split, or validation where that is
    empty. Other models have no splits: all patches are scored. So they are when the patches are others than the run's,
    whatever their ids: by their content where the card of the run tells it, else by their domains.

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
    recorded = _read_split(run)
    split = None if recorded is None else recorded.of(patches)
    if recorded is not None and split is None:
        names = ", ".join(one.name for one in recorded.sets)
        why: str | None = f"The patches in {patches.source} are none of the sets of {run} ({names})."
    else:
        why = _other_places(patches, run, split)
    if why is not None:
        if wanted not in (None, "all"):
            raise InputError(f"{why} Its {wanted} split does not apply; say --split all.")
        return Chosen(patches, "all", notes=(f"{why} All of them are scored.",))
    if split is None:
        if wanted == "all":
            return Chosen(patches, "all", notes=("Which patches the run was trained on is not recorded.",))
        raise InputError(
            f"{run} has no split.json, so which patches it was trained on is not known; say --split all to score all."
        )
    name: SplitName = wanted or ("test" if split.test else "validation")
    trained = frozenset(split.train)
    if name == "all":
        return Chosen(patches, "all", trained, _unused(patches, split))
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


def _other_places(patches: PatchSet, run: Path, split: SetSplit | None) -> str | None:
    """Why the patches are taken for others than those of the run; None where they are not."""
    same = None if split is None else same_patches(_prints(run), split.train, patches)
    if same is False:
        return f"The patches in {patches.source} have ids of {run}'s, but other content: they are other places."
    domains, here = _domains(run), {key.domain for key in patches.keys}
    if same is None and domains is not None and not domains & here:
        return (
            f"The patches in {patches.source} are taken for other places than those of {run}: their domains "
            f"({_some(here)}) are none of its domains ({_some(domains)})."
        )
    return None


def _unused(patches: PatchSet, split: SetSplit) -> tuple[str, ...]:
    """What to say about patches that are in no split."""
    left = len({key.id for key in patches.keys} - set(split.ids("all")))
    if not left:
        return ()
    return (
        f"{plural(left, 'of the patches is', 'of the patches are')} in no split of the run, neither trained on nor "
        "held out (the guard between the splits, or added since).",
    )


def _some(names: Collection[str], most: int = 5) -> str:
    return ", ".join(sorted(names)[:most]) + (" ..." if len(names) > most else "")


def _prints(run: Path) -> PatchPrints | None:
    """What the training patches of the run are known again by, None where its card does not say."""
    path = run / BEST
    if not path.is_file():
        return None
    from l4s_core.inference.checkpoint import read_header

    return read_header(path).card.trained_on


def _read_split(run: Path) -> RunSplit | None:
    path = run / "split.json"
    text = _text(path)
    if text is None:
        return None
    try:
        return RunSplit.model_validate_json(text)
    except ValidationError as error:
        wrong = first_problem(error)
        raise InputError(f"{path} is not a list of patch ids per split ({wrong}); restore it.") from error


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
