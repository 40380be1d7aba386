"""The optimiser of a recipe and which parameters it treats how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from l4s_core.base.errors import InputError

if TYPE_CHECKING:
    from torch import nn
    from torch.optim import Optimizer

ENCODER_NAMES = frozenset({"encoder", "backbone"})  # smp and timm; transformers


class OptimiserOptions(BaseModel):
    """Adam, AdamW or stochastic gradient descent, as torch has them.

    Attributes
    ----------
    name : ``adam`` adds the weight decay to the gradient (L2), ``adamw`` takes it off the weights (Loshchilov &
        Hutter, ICLR 2019), ``sgd`` has momentum.
    lr : highest learning rate; the schedule multiplies it by 1 or less.
    betas : of Adam and AdamW.
    momentum : of SGD.
    encoder_lr_factor : learning rate of the encoder over that of the rest, for encoders that come trained.
    decay_norm : whether biases and the parameters of normalisations (all parameters with one dimension or none) decay
        like the others. True is what the papers' plain Adam does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Literal["adam", "adamw", "sgd"] = "adam"
    lr: float = Field(gt=0, le=10)
    weight_decay: float = Field(default=0.0, ge=0, le=1)
    betas: tuple[float, float] = (0.9, 0.999)
    momentum: float = Field(default=0.9, ge=0, lt=1)
    encoder_lr_factor: float = Field(default=1.0, gt=0, le=100)
    decay_norm: bool = True

    @field_validator("betas")
    @classmethod
    def _shares(cls, betas: tuple[float, float]) -> tuple[float, float]:
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas are two numbers from 0 to below 1, not {betas}")
        return betas


def build_optimiser(net: nn.Module, options: OptimiserOptions) -> Optimizer:
    """The optimiser of all parameters of ``net`` that are trained.

    Parameters without gradient (a frozen encoder) are left out. The encoder is what has a module named ``encoder`` or
    ``backbone`` in its path. Groups, in this order and only where they are not empty: ``rest``, ``rest_no_decay``,
    ``encoder``, ``encoder_no_decay``; the name is the group's key ``group``. Raises InputError when ``net`` has no
    trained parameter, or no encoder although its learning rate is to be another.
    """
    from torch import optim

    groups = parameter_groups(net, options)
    if options.name == "sgd":
        return optim.SGD(groups, lr=options.lr, momentum=options.momentum, weight_decay=options.weight_decay)
    kind = optim.Adam if options.name == "adam" else optim.AdamW
    return kind(groups, lr=options.lr, betas=options.betas, weight_decay=options.weight_decay)


def parameter_groups(net: nn.Module, options: OptimiserOptions) -> list[dict[str, Any]]:
    """The parameter groups that `build_optimiser` describes, each with its own ``lr`` and ``weight_decay``."""
    parameters: dict[str, list[nn.Parameter]] = {}
    encoder_seen = False
    for name, parameter in net.named_parameters():
        in_encoder = not ENCODER_NAMES.isdisjoint(name.split(".")[:-1])
        encoder_seen |= in_encoder
        if not parameter.requires_grad:
            continue
        # one group for all where none differs, as in the papers: a checkpoint then shows no groups
        part = "encoder" if in_encoder and options.encoder_lr_factor != 1 else "rest"
        decays = options.decay_norm or parameter.ndim > 1
        parameters.setdefault(part if decays else f"{part}_no_decay", []).append(parameter)
    if options.encoder_lr_factor != 1 and not encoder_seen:
        raise InputError(
            "encoder_lr_factor is set and the network has no encoder; leave the factor out or take another network"
        )
    if not parameters:
        raise InputError("nothing in the network is trained: all of its parameters are frozen")
    order = ("rest", "rest_no_decay", "encoder", "encoder_no_decay")
    return [
        {
            "params": parameters[group],
            "group": group,
            "lr": options.lr * (options.encoder_lr_factor if group.startswith("encoder") else 1.0),
            "weight_decay": 0.0 if group.endswith("no_decay") else options.weight_decay,
        }
        for group in order
        if group in parameters
    ]
