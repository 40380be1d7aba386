"""What a teacher says of the training patches, kept in the folder of the run so that each is asked once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from l4s_core.inference.several import Views, views_problem
from l4s_core.inference.views import FLIPS
from l4s_core.patches.mixture import sets_of
from l4s_core.patches.types import PatchSet
from l4s_core.scoring.predict import Statistics, needed_statistics, predict_patches
from l4s_core.training.distil.options import DistilOptions

FOLDER = "teacher"
AT_A_TIME = 32  # patches: what is lost of the work when a run is killed


@dataclass(frozen=True)
class Teacher:
    """Which model taught: its id, the SHA-256 of its file, over how many views, with which weight in the loss."""

    id: str
    sha256: str
    views: int
    weight: float

    def facts(self) -> dict[str, Any]:
        """For ``run.json``."""
        return asdict(self)

    def words(self) -> str:
        """For the card."""
        return f"taught by {self.id} (SHA-256 {self.sha256}, weight {self.weight:g})"


class SoftLabels:
    """Index of a training patch -> (rows, cols) float32 probability of the teacher, NaN where it saw nothing."""

    def __init__(self, folder: Path, names: Sequence[str], teacher: Teacher) -> None:
        self._folder = folder
        self._names = tuple(names)
        self.teacher = teacher

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, index: int) -> npt.NDArray[np.float32]:
        path = self._folder / self._names[index]
        try:
            found: npt.NDArray[np.float32] = np.load(path, allow_pickle=False).astype(np.float32)
        except (OSError, ValueError) as error:
            raise InputError(f"{path} is missing or damaged; delete its folder and go on with --resume.") from error
        return found


def soft_labels(
    patches: PatchSet, options: DistilOptions, run: Path, *, cuda: bool, progress: Progress, known: Any = None
) -> SoftLabels:
    """Ask the teacher for its probability of every patch that it was not asked for before.

    Parameters
    ----------
    patches : those to train on, of one set or of a mixture.
    run : the answers are kept in its folder `FOLDER`, one file (float16) for each patch.
    known : the facts of the teacher that the run began with; None where it begins.

    Raises
    ------
    InputError
        The teacher cannot be opened or used on these patches, or is another one than the run began with.
    Cancelled
        ``progress.check()`` said so.
    """
    model = open_model(options.teacher, "cuda" if cuda else "cpu")
    teacher = Teacher(model.card.id, model.sha256, options.views, options.weight)
    if known is not None and known.get("sha256") != teacher.sha256:
        raise InputError(
            f"The teacher {options.teacher} has changed since the run in {run} began; put the file back, or use a new "
            "--out."
        )
    views = FLIPS[: options.views]
    if views_problem(model, views):
        raise InputError(
            f"The teacher {options.teacher} is fed channels that say where north is, so it cannot look at flipped or "
            "rotated patches; say views: 1 in distil."
        )
    folder = run / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    progress.stage(f"asking the teacher {teacher.id}", len(patches))
    names: list[str] = []
    looking = Views(model, views)
    for part in sets_of(patches):
        names += _ask(looking, part, teacher, folder, progress)
    return SoftLabels(folder, names, teacher)


def _ask(model: Model, part: PatchSet, teacher: Teacher, folder: Path, progress: Progress) -> list[str]:
    """The names of the files of a set, all of which are there afterwards."""
    names = [_name(part, index, teacher) for index in range(len(part))]
    statistics = needed_statistics(model.card, part)
    # always the same patches together: the last digits of a result depend on what is in a batch
    for first in range(0, len(names), AT_A_TIME):
        together = names[first : first + AT_A_TIME]
        if not all((folder / name).is_file() for name in together):
            chosen = part.subset(range(first, first + len(together)))
            found = answers(model, chosen, statistics, progress)
            for name, probability in zip(together, found, strict=True):
                with partial_folder(folder / name) as work:
                    np.save(work / name, probability.astype(np.float16), allow_pickle=False)
        progress.advance(len(together))
    return names


def answers(
    model: Model, patches: PatchSet, statistics: Statistics | None, progress: Progress
) -> list[npt.NDArray[np.float32]]:
    """What the model says of each patch, see `predict_patches`."""
    found = []
    for _, probability in predict_patches(model, patches, statistics=statistics):
        progress.check()
        found.append(probability)
    return found


def _name(part: PatchSet, index: int, teacher: Teacher) -> str:
    """Of the patch as the teacher saw it: another image, teacher or number of views is asked for anew."""
    patch = part.read(index)
    digest = hashlib.sha256(f"{teacher.sha256} {teacher.views} {part.channels} {patch.key.domain}".encode())
    digest.update(np.ascontiguousarray(patch.values).tobytes())
    return f"{digest.hexdigest()[:32]}.npy"
