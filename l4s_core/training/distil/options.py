"""What a recipe says of a teacher."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DistilOptions(BaseModel):
    """A model whose probabilities are learned beside the labels (Hinton et al. 2015, arXiv:1503.02531).

    Attributes
    ----------
    teacher : a model as ``l4s-detect --model`` takes it, ensembles among them.
    weight : of the teacher in the loss: (1 - weight) times that of the labels, plus weight times the cross-entropy to
        the teacher's probability, which unlabelled pixels have as well.
    views : of the eight flips and rotations of a patch, over how many the teacher's probability is averaged.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    teacher: str = Field(min_length=1)
    weight: float = Field(default=0.5, gt=0, le=1)
    views: int = Field(default=8, ge=1, le=8)
