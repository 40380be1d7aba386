"""The losses that a recipe may name, with their arguments; what they compute is in docs/losses.md."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class LossOptions(BaseModel):
    """Arguments of one loss; values have the type that the recipe wrote (``true`` is not 1)."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CrossEntropy(LossOptions):
    """Mean cross-entropy."""


class WeightedCrossEntropy(LossOptions):
    """Cross-entropy with the fixed class weights 1 (background) and ``positive`` (landslide)."""

    positive: float = Field(gt=0, le=1e6)


class ImageWeightedCrossEntropy(LossOptions):
    """Cross-entropy whose landslide term has the weight N_neg / N_pos of its image, at most ``cap``."""

    cap: float = Field(default=100.0, gt=0, le=1e6)


class SoftCrossEntropy(LossOptions):
    """Cross-entropy against labels moved by ``smoothing`` towards one half."""

    smoothing: float = Field(default=0.1, ge=0, lt=1)


class Focal(LossOptions):
    """Focal loss; ``alpha`` is the weight of the landslide class (the other has 1 - alpha), None for no weights."""

    gamma: float = Field(default=2.0, ge=0, le=20)
    alpha: float | None = Field(default=None, gt=0, lt=1)


class Lovasz(LossOptions):
    """Lovasz-softmax; over the classes of the batch that are present, over both, or over the landslide class."""

    classes: Literal["present", "all", "landslide"] = "present"
    per_image: bool = False


class Overlap(LossOptions):
    """Jaccard or Dice loss, the mean of both classes or of the landslide class."""

    classes: Literal["both", "landslide"] = "both"


class HardExamples(LossOptions):
    """Cross-entropy of the pixels whose p(true) is below ``threshold``; at least the hardest share ``keep``."""

    keep: float = Field(default=0.0625, gt=0, le=1)
    threshold: float = Field(default=0.7, ge=0, le=1)


class SoftHardExamples(HardExamples):
    """The same with smoothed labels; the mining looks at the true ones."""

    smoothing: float = Field(default=0.1, ge=0, lt=1)


class ImageLevel(LossOptions):
    """Does the image hold a landslide? As published on images that do, with ``both`` on all."""

    both: bool = False


CATALOGUE: dict[str, type[LossOptions]] = {
    "ce": CrossEntropy,
    "wce": WeightedCrossEntropy,
    "image_wce": ImageWeightedCrossEntropy,
    "soft_ce": SoftCrossEntropy,
    "focal": Focal,
    "lovasz": Lovasz,
    "jaccard": Overlap,
    "dice": Overlap,
    "ohem_ce": HardExamples,
    "ohem_soft_ce": SoftHardExamples,
    "image": ImageLevel,
}
IMAGE_LOSSES = frozenset({"image"})  # of the image's logit; all others are of the pixels' logits
