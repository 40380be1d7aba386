"""Whether there is something to learn from, and whether something was learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.words import plural
from l4s_core.patches.mixture import Mixture, Part
from l4s_core.patches.types import PatchKey, PatchSet

NEARLY_ALL, NEARLY_NONE = 0.9, 0.05


def check_labels(train: PatchSet, validation: PatchSet, progress: Progress) -> None:
    """Raise InputError where the training patches hold no landslide; say what else their labels lack."""
    landslide, background = _classes(train, progress)
    if not landslide:
        raise InputError(
            f"No training patch of {train.source} ({len(train)} of them) has a landslide pixel (1) in its labels, so "
            "there is nothing to learn; check the masks, or choose another split."
        )
    if not background:
        progress.message(
            f"Warning: the labels of the {len(train)} training patches know landslides only (no pixel is 0), so the "
            "network has nothing to tell them from."
        )
    if not _classes(validation, progress)[0]:
        progress.message(
            f"Warning: no validation patch ({len(validation)} of them) has a landslide pixel, so the validation F1 is "
            "0 throughout, and neither the choice of the best weights nor their threshold means anything; choose "
            "another split."
        )


def check_negatives(mixture: Mixture, progress: Progress) -> Mixture:
    """The mixture with its sets without landslides declared as such, which is said.

    Raises InputError for a set that was declared so and shows one.
    """
    parts = []
    for part in mixture.parts:
        if part.source.unlabelled:
            count = plural(len(part.patches), "patch", "patches")
            progress.message(f"{part.name} has no labels ({count}): the teacher alone says what is in it.")
            parts.append(part)
            continue
        shows = next((key for key, mask in _masks(part.patches, progress) if (mask == 1).any()), None)
        count = plural(len(part.patches), "patch", "patches")
        if part.source.negatives and shows is not None:
            raise InputError(
                f"{part.patches.source} was declared to hold no landslides, but its patch {shows.id} shows one; take "
                "negatives away, or cut it with l4s patches --negatives-only."
            )
        if shows is None:
            progress.message(
                f"{part.name} holds no landslides ({count})" + ("." if part.source.negatives else ", as was found.")
            )
        parts.append(Part(part.patches, part.source.model_copy(update={"negatives": shows is None})))
    return Mixture(parts)


def _masks(patches: PatchSet, progress: Progress) -> Iterator[tuple[PatchKey, npt.NDArray[np.uint8]]]:
    for index, key in enumerate(patches.keys):
        progress.check()
        mask = patches.read(index).mask
        if mask is not None:
            yield key, mask


def verdict(best: Mapping[str, float]) -> list[str]:
    """What is wrong with the best weights by their validation numbers, one sentence each; nothing if all is well."""
    marked, landslide = best.get("marked"), best.get("landslide")
    numbers = f"at its threshold of {best['threshold']:.2f}"
    if landslide == 0:
        return ["The validation patches hold no landslide, so the score and the threshold of this model mean nothing."]
    if best["f1"] <= 0 or best["recall"] < NEARLY_NONE:
        return [
            f"The model finds {best['recall']:.0%} of the validation landslides {numbers}, that is nearly nothing; "
            "train longer, or check labels and learning rate."
        ]
    if marked is not None and landslide is not None and marked > NEARLY_ALL and marked > 1.5 * landslide:
        return [
            f"The model marks {marked:.0%} of the validation pixels {numbers}, where {landslide:.1%} are landslides: "
            "it tells nothing apart; train longer, or check labels and learning rate."
        ]
    return []


def _classes(patches: PatchSet, progress: Progress) -> tuple[bool, bool]:
    """Whether any pixel is a landslide, and whether any is not; reads only as far as it must."""
    landslide = background = False
    for _, mask in _masks(patches, progress):
        landslide = landslide or bool((mask == 1).any())
        background = background or bool((mask == 0).any())
        if landslide and background:
            break
    return landslide, background
