"""What near infrared says of the verdict of a network that sees red, green and blue: is the ground bare, and is bare
ground rare here?

A landslide takes the plants away, so its NDVI is low and lower than that of what lies around it. Where much of the
surroundings is bare (rock, scree, sand, ploughed land), that says little, and a network that goes by colour marks far
too much. Four features, each with a piecewise linear weight whose sign is fixed by what is known (Rouse et al. 1974 for
NDVI), are added to the logit of the network: 14 numbers and a constant, which a few scenes can fit without being learnt
by heart. Where there is no near infrared, the verdict stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BLOCK_PX = 16  # surroundings are looked at in means of such squares; rows and cols are multiples of it
AROUND_BLOCKS = 5  # for what NDVI is usual near a pixel: 800 m at 10 m
WIDE_BLOCKS = 9  # for how much of the land is bare: 1.4 km
NEAR_BLOCKS = 3  # for the surest verdict of the network nearby
BARE_NDVI, BARE_WIDTH = 0.4, 0.05  # from which NDVI down ground counts as bare, and how sharply
ABSENT = -1.0  # reflectance that stands for none: what is below half of it is not there
_LEAST_SUM = 0.005  # of the two reflectances: below, NDVI would be noise
_LEAST_P = 1e-7


@dataclass(frozen=True)
class Term:
    """Knots between which the weight of a feature rises evenly, and the sign that every step of it has."""

    knots: tuple[float, ...]
    sign: int


TERMS: Mapping[str, Term] = {
    "ndvi": Term((0.15, 0.3, 0.45, 0.6), -1),
    "bare_around": Term((0.1, 0.2, 0.3, 0.45, 0.7), -1),
    "below_around": Term((0.05, 0.2, 0.4), 1),
    "surest_near": Term((-4.0, -2.0, -0.5, 1.5), 1),
}


class Evidence(nn.Module):
    """Probability of a network, red and near infrared -> logit that takes the evidence into account.

    Attributes
    ----------
    steps : per term, (knots - 1,) what each step between two knots adds to the logit at its end.
    constant : added wherever near infrared is there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.ParameterDict({k: nn.Parameter(torch.zeros(len(t.knots) - 1)) for k, t in TERMS.items()})
        self.constant = nn.Parameter(torch.zeros(()))
        for name, term in TERMS.items():
            knots = torch.tensor(term.knots)
            self.register_buffer(f"low_{name}", knots[:-1, None, None], persistent=False)
            self.register_buffer(f"width_{name}", torch.diff(knots)[:, None, None], persistent=False)

    def features(self, logit: Tensor, red_nir: Tensor) -> dict[str, Tensor]:
        """(n, 1, rows, cols) each, by the names of `TERMS`; rows and cols are multiples of `BLOCK_PX`.

        Parameters
        ----------
        logit : (n, 1, rows, cols) of the network.
        red_nir : (n, 2, rows, cols) reflectance of B4 and B8, `ABSENT` where there is none.
        """
        seen = there(red_nir).to(logit.dtype)
        red, nir = red_nir[:, :1], red_nir[:, 1:]
        ndvi = (nir - red) / (nir + red).clamp(min=_LEAST_SUM)
        bare = torch.sigmoid((BARE_NDVI - ndvi) / BARE_WIDTH)
        surest = F.max_pool2d(F.max_pool2d(logit, BLOCK_PX), NEAR_BLOCKS, 1, NEAR_BLOCKS // 2)
        return {
            "ndvi": ndvi,
            "bare_around": _around(bare, seen, WIDE_BLOCKS),
            "below_around": _around(ndvi, seen, AROUND_BLOCKS) - ndvi,
            "surest_near": _fine(surest),
        }

    def basis(self, name: str, feature: Tensor) -> Tensor:
        """(n, steps, rows, cols): how far along each step of its term a feature (n, 1, rows, cols) is, 0 to 1."""
        low, width = getattr(self, f"low_{name}"), getattr(self, f"width_{name}")
        along: Tensor = ((feature - low) / width).clamp(0.0, 1.0)
        return along

    def forward(self, probability: Tensor, red_nir: Tensor) -> Tensor:
        """(n, 1, rows, cols) probability, the network's own where there is no near infrared."""
        p = probability.clamp(_LEAST_P, 1 - _LEAST_P)
        logit = torch.log(p / (1 - p))
        total = logit + self.constant
        for name, feature in self.features(logit, red_nir).items():
            total = total + (self.basis(name, feature) * self.steps[name][:, None, None]).sum(dim=1, keepdim=True)
        return torch.where(there(red_nir), torch.sigmoid(total), probability)

    @torch.no_grad()
    def keep_signs(self) -> None:
        """Bring steps of the wrong sign back to 0."""
        for name, term in TERMS.items():
            steps = self.steps[name]
            steps.copy_(steps.clamp(min=0.0) if term.sign > 0 else steps.clamp(max=0.0))


def there(red_nir: Tensor) -> Tensor:
    """(n, 1, rows, cols) bool: whether both reflectances are known."""
    return red_nir.amin(dim=1, keepdim=True) > ABSENT / 2


def _around(x: Tensor, seen: Tensor, blocks: int) -> Tensor:
    """Mean over the seen pixels of ``blocks`` x ``blocks`` squares around, bilinear in between; 0 where none is."""

    def coarse(y: Tensor) -> Tensor:
        return F.avg_pool2d(F.avg_pool2d(y, BLOCK_PX), blocks, 1, blocks // 2)

    return _fine(coarse(x * seen) / (coarse(seen) + 1e-6))


def _fine(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=float(BLOCK_PX), mode="bilinear", align_corners=False)
