"""The folder of an adaptation: what may go on in it, and what it is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from l4s_core.adaptation.target import Target
from l4s_core.adaptation.types import AdaptOptions, Member
from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.patches.fileset import FilePatchSet
from l4s_core.patches.fingerprints import set_fingerprint
from l4s_core.training.recipes.same_recipe import recipe_fingerprint
from l4s_core.training.run_folder import entries

SETTINGS = "adapt.json"


def check_out(run: Path, resume: bool) -> None:
    """Raise InputError unless a run can begin in ``run`` or, with ``resume``, go on there."""
    if run.exists() and not run.is_dir():
        raise InputError(f"{run} is a file; give a folder for the run.")
    found = entries(run)
    if found and not resume:
        raise InputError(f"{run} is not empty; say --resume to go on with the run in it, or use a new --out.")
    if found and SETTINGS not in found and not set(found) <= {"target", "source.json"}:
        raise InputError(f"{run} is not empty and holds no adaptation (there is no {SETTINGS}); use a new --out.")


def same_run(
    run: Path,
    options: AdaptOptions,
    members: Sequence[Member],
    source: FilePatchSet | None,
    target: Target,
    labels: FilePatchSet | None,
) -> None:
    """Write down what the run is made of; raise InputError where it was made of something else."""
    settings: dict[str, Any] = {
        "options": asdict(options) | {"rounds": None},  # more rounds may follow
        "members": [_member_facts(member) for member in members],
        "source": None if source is None else set_fingerprint(source),
        "target": set_fingerprint(target.patches),
        "labels": None if labels is None else set_fingerprint(labels),
    }
    settings = json.loads(json.dumps(settings))
    path = run / SETTINGS
    if path.is_file():
        try:
            # runs that did not write down their labels go on
            known = {"labels": settings["labels"], **json.loads(path.read_text(encoding="utf-8"))}
        except (OSError, ValueError, TypeError) as error:
            raise InputError(f"{path} is damaged ({error}); use a new --out.") from error
        if known != settings:
            other = [key for key in settings if known.get(key) != settings[key]]
            raise InputError(
                f"The run in {run} was made with other {' and '.join(other)}; resume it with the same, or use a new "
                "--out."
            )
        return
    with partial_folder(path) as made:
        (made / SETTINGS).write_text(json.dumps(settings, indent=1), encoding="utf-8")


def _member_facts(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "recipe": None if member.recipe is None else recipe_fingerprint(member.recipe),
        "model": None if member.model is None else hashlib.sha256(member.model.read_bytes()).hexdigest(),
        "from_round": member.from_round,
    }
