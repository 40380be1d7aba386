"""The loss of a recipe: what the trainer calls with a network's output and the labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from l4s_core.base.errors import InputError
from l4s_core.losses import functional as pixel_losses
from l4s_core.losses.catalogue import IMAGE_LOSSES
from l4s_core.losses.expression import LossExpression, Term, parse_expression
from l4s_core.losses.functional import image_level
from l4s_core.losses.lovasz import lovasz
from l4s_core.losses.pixels import Pixels, match_pixels
from l4s_core.networks.spec import Output

AUXILIARY_WEIGHT = 0.4  # Yuan et al. (ECCV 2020), the soft object regions of OCR
PIXEL_LOSSES: dict[str, Callable[..., Tensor]] = {
    "ce": pixel_losses.ce,
    "wce": pixel_losses.wce,
    "image_wce": pixel_losses.image_wce,
    "soft_ce": pixel_losses.soft_ce,
    "focal": pixel_losses.focal,
    "lovasz": lovasz,
    "jaccard": pixel_losses.jaccard,
    "dice": pixel_losses.dice,
    "ohem_ce": pixel_losses.ohem_ce,
    "ohem_soft_ce": pixel_losses.ohem_soft_ce,
}


def parse_loss(text: str) -> SegmentationLoss:
    """The loss that an expression such as ``lovasz + ohem_soft_ce`` stands for; raises InputError."""
    return SegmentationLoss(parse_expression(text))


@dataclass(frozen=True)
class SegmentationLoss:
    """A weighted sum of losses of a network's output.

    The pixels' losses are taken of ``Output.logits`` and, times 0.4, of ``Output.auxiliary`` where there is one; the
    image's loss of ``Output.image_logit``. Computed in float32 whatever the autocast, and finite, with finite
    gradients, for any labels: no landslide, nothing else, nothing but ignored.
    """

    expression: LossExpression

    @property
    def uses_image_head(self) -> bool:
        """Whether the network needs an image head."""
        return self.expression.uses_image_head

    def __str__(self) -> str:
        return str(self.expression)

    def __call__(self, output: Output, target: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss and its parts.

        ``target``: (n, r, c) integers in {0, 1, 255} at the image's own size; enlarged by nearest neighbour where the
        logits are larger. Returns a scalar with gradient, and scalars without: what each term adds to it (weights
        included), and ``auxiliary``. Raises InputError when a term needs an image head that the network lacks.
        """
        with torch.autocast(output.logits.device.type, enabled=False):
            pixels = match_pixels(output.logits, target)
            parts: dict[str, Tensor] = {}
            for term in self.expression.terms:
                value = self._image(term, output, target) if term.name in IMAGE_LOSSES else _pixel(term, pixels)
                parts[_free_name(term.name, parts)] = value
            if output.auxiliary is not None:
                pixels = match_pixels(_at_size(output.auxiliary, output.logits), target)
                terms = [term for term in self.expression.terms if term.name not in IMAGE_LOSSES]
                parts["auxiliary"] = AUXILIARY_WEIGHT * _total(_pixel(term, pixels) for term in terms)
            return _total(parts.values()), {name: value.detach() for name, value in parts.items()}

    def mixed(
        self, output: Output, target_i: Tensor, target_j: Tensor, lam: float | Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Loss of mixed images: lam L(y_i) + (1 - lam) L(y_j) (outcome paper VI-D, eq. 9), and its parts."""
        first, parts_i = self(output, target_i)
        second, parts_j = self(output, target_j)
        parts = {name: lam * part + (1 - lam) * parts_j[name] for name, part in parts_i.items()}
        return lam * first + (1 - lam) * second, parts

    def _image(self, term: Term, output: Output, target: Tensor) -> Tensor:
        if output.image_logit is None:
            raise InputError(
                f"the loss {str(self)!r} has the term {term.name!r}, and the network has no image head: set the "
                "network's image_head or leave the term out"
            )
        return term.weight * image_level(output.image_logit, target, **term.options.model_dump())


def _pixel(term: Term, pixels: Pixels) -> Tensor:
    return term.weight * PIXEL_LOSSES[term.name](pixels, **term.options.model_dump())


def _total(values: Iterable[Tensor]) -> Tensor:
    return torch.stack(list(values)).sum()


def _at_size(auxiliary: Tensor, logits: Tensor) -> Tensor:
    if auxiliary.shape[2:] == logits.shape[2:]:
        return auxiliary
    size = (logits.shape[2], logits.shape[3])
    return interpolate(auxiliary.float(), size, mode="bilinear", align_corners=False)


def _free_name(name: str, taken: dict[str, Tensor]) -> str:
    """``wce``, then ``wce_2``: the same loss may stand in a sum twice with other arguments."""
    names = (name if k == 1 else f"{name}_{k}" for k in count(1))
    return next(free for free in names if free not in taken)
