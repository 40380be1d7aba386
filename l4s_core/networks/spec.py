"""What a network is, without its weights, and what it gives in training."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.channels.registry import unknown_problem

if TYPE_CHECKING:
    from torch import Tensor


class NetworkSpec(BaseModel):
    """Name and options of a network. With a state dict, it is the network.

    Attributes
    ----------
    name : a name of ``networks.registry`` or ``smp:ARCHITECTURE:ENCODER`` (``smp:UnetPlusPlus:tu-convnext_tiny``).
    variant : size or encoder of the named network (``tiny``, ``b2``, ``w18``, ``resnet50``); None is its default.
    channels : input order, names of `channels.registry`.
    scale : scale promotion; the input is enlarged by this before the network (Zhao et al., CDCEO 2022: 4).
    cross_sensor_norm : number of domains with batch statistics of their own and shared affine parameters; 0 is
        ordinary batch normalisation.
    image_head : also say whether the image holds a landslide at all (the Seek team's L_ice).
    mc_dropout : dropout after the first convolution, active in training and in Monte-Carlo prediction (Tanmlh: 0.3).
    pca : channels after a fixed linear projection of the input, 0 for none.
    weights : ``none``, ``imagenet`` (what the encoder's library has, when it can be reached) or the path of a
        safetensors file of encoder weights. Only used when training starts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1, max_length=200)
    variant: str | None = None
    channels: tuple[str, ...] = L4S_NAMES
    scale: float = Field(default=1.0, ge=1.0, le=8.0)
    cross_sensor_norm: int = Field(default=0, ge=0, le=64)
    image_head: bool = False
    mc_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    pca: int = Field(default=0, ge=0, le=14)
    weights: str = "none"

    @field_validator("channels")
    @classmethod
    def _known(cls, channels: tuple[str, ...]) -> tuple[str, ...]:
        if problem := unknown_problem(channels):
            raise ValueError(problem.rstrip("."))
        if not channels or len(set(channels)) < len(channels):
            raise ValueError(f"channels must be different names, not {channels}")
        return channels


class Output(NamedTuple):
    """What a network gives in training.

    ``logits`` (n, 1, rows, cols) at the enlarged size (see ``NetworkSpec.scale``); ``image_logit`` (n,) that the image
    holds a landslide, None without an image head; ``auxiliary`` (n, 1, rows, cols) logits of a second, coarser
    prediction that is trained along (the soft object regions of OCR), None where there is none.
    """

    logits: Tensor
    image_logit: Tensor | None = None
    auxiliary: Tensor | None = None
