"""Losses of segmentation networks, written as expressions: ``lovasz + ohem_soft_ce``, ``ce + 0.5*jaccard``.

`parse_loss` makes what the trainer calls; `parse_expression` only checks the text and needs no torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l4s_core.base.lazy import lazy_names

if TYPE_CHECKING:
    from l4s_core.losses.expression import LossExpression, parse_expression
    from l4s_core.losses.segmentation import SegmentationLoss, parse_loss

__all__ = ["LossExpression", "SegmentationLoss", "parse_expression", "parse_loss"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "LossExpression": "expression",
        "parse_expression": "expression",
        "SegmentationLoss": "segmentation",
        "parse_loss": "segmentation",
    },
)
