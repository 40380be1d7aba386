"""A network as the rest of the package sees it: any size in, logits of that size out, whatever is inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from l4s_core.base.errors import InputError
from l4s_core.networks import cross_sensor_norm
from l4s_core.networks.core import Core
from l4s_core.networks.resample import downsample_by, input_multiple, pad_to_multiple, scale_ratio, upsample_by
from l4s_core.networks.spec import NetworkSpec, Output

if TYPE_CHECKING:
    from l4s_core.networks.weights import WeightsReport


class McDropout(nn.Module):
    """Element-wise dropout, random in training and, once ``always`` is set, in evaluation too (Gal & Ghahramani 2016).

    It is called as a forward hook of a convolution instead of standing after it, so that the names of the parameters
    are those of the network without dropout.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.always = False
        self.generators: Sequence[torch.Generator] | None = None  # one per sample, in evaluation: instead of the global

    def forward(self, x: Tensor) -> Tensor:
        if self.generators is not None and not self.training:
            return self._drawn(x, self.generators)
        return F.dropout(x, self.share, self.training or self.always)

    def _drawn(self, x: Tensor, generators: Sequence[torch.Generator]) -> Tensor:
        """Each sample by its own generator, so that what is dropped does not depend on the others."""
        kept = [torch.rand(x.shape[1:], generator=own, device=x.device) >= self.share for own in generators]
        return x * torch.stack(kept) / (1 - self.share)

    def after(self, layer: nn.Module) -> None:
        """Drop from the output of ``layer`` from now on."""
        layer.register_forward_hook(self._hook)

    def _hook(self, layer: nn.Module, inputs: object, output: Tensor) -> Tensor:
        dropped: Tensor = self(output)
        return dropped

    def extra_repr(self) -> str:
        return f"{self.share}, always={self.always}"


class LandslideNetwork(nn.Module):
    """(n, channels, rows, cols) normalised input -> (n, 1, rows, cols) landslide logits, any rows and cols.

    Attributes
    ----------
    spec : what was built, with the variant filled in. With ``state_dict()``, it is the network.
    core : the architecture, see `core.Core`.
    size_multiple : inputs of a multiple of this (in pixels of the input) need no padding.
    fixed_size : True where an exported graph holds for one input size only.
    weights_report : what the weights to start from filled, None where training starts from random ones.
    """

    projection: Tensor
    projection_mean: Tensor

    def __init__(self, core: Core, spec: NetworkSpec) -> None:
        """Put the options of ``spec`` around ``core``, whose weights must be loaded before.

        Raises InputError for more principal components than channels and for a scale that is no ratio of small
        whole numbers.
        """
        super().__init__()
        if spec.pca > len(spec.channels):
            raise InputError(f"pca: {spec.pca} is more than the {len(spec.channels)} channels; take fewer components.")
        self.spec, self.core = spec, core
        self._ratio = scale_ratio(spec.scale)
        self.size_multiple = input_multiple(core.size_multiple, self._ratio)
        self.fixed_size = core.fixed_size
        self.weights_report: WeightsReport | None = None
        self._frozen = False
        self._projected = spec.pca == 0
        if spec.pca:
            self.register_buffer("projection", torch.eye(spec.pca, len(spec.channels)))
            self.register_buffer("projection_mean", torch.zeros(len(spec.channels)))
        if spec.cross_sensor_norm:
            cross_sensor_norm.convert(core, spec.cross_sensor_norm)
        self.mc_dropout = McDropout(spec.mc_dropout)
        if spec.mc_dropout:
            for convolution in core.first_convolutions():
                self.mc_dropout.after(convolution)
        self.image_head = nn.Linear(core.deepest_channels, 1) if spec.image_head else None

    def forward(self, x: Tensor) -> Tensor:
        """Logits at the input's size. At ``spec.scale`` above 1, the mean of the enlarged logits on each pixel."""
        rows, cols = x.shape[-2], x.shape[-1]
        logits, _, _ = self._run(x)
        return downsample_by(logits, self._ratio)[..., :rows, :cols]

    def train_forward(self, x: Tensor) -> Output:
        """Everything that a loss may ask for; logits at the enlarged size, ``floor(rows * scale)``."""
        p, q = self._ratio
        rows, cols = x.shape[-2] * p // q, x.shape[-1] * p // q
        logits, auxiliary, deepest = self._run(x)
        return Output(
            logits[..., :rows, :cols],
            None if self.image_head is None else self.image_head(deepest.amax(dim=(-2, -1))).squeeze(1),
            None if auxiliary is None else auxiliary[..., :rows, :cols],
        )

    def at_input_size(self, logits: Tensor, x: Tensor) -> Tensor:
        """The logits of `train_forward` brought to the size of its input ``x``, as `forward` gives them.

        (Where the enlarged size is no whole multiple, the last row and column repeat an edge instead of looking on.)
        """
        whole = pad_to_multiple(logits, self._ratio[0])
        return downsample_by(whole, self._ratio)[..., : x.shape[-2], : x.shape[-1]]

    def _run(self, x: Tensor) -> tuple[Tensor, Tensor | None, Tensor]:
        if not self._projected:
            raise ValueError("call set_projection or load a state dict before a network with pca is used")
        if self.spec.pca:
            x = F.conv2d(x - self.projection_mean[:, None, None], self.projection[:, :, None, None])
        x = upsample_by(pad_to_multiple(x, self._ratio[1]), self._ratio)
        rows, cols = x.shape[-2], x.shape[-1]
        x = pad_to_multiple(x, self.core.size_multiple)
        features = self.core.encode(x)
        logits, auxiliary = self.core.decode(features, (x.shape[-2], x.shape[-1]))
        if auxiliary is not None:
            auxiliary = auxiliary[..., :rows, :cols]
        return logits[..., :rows, :cols], auxiliary, features[-1]

    def set_projection(self, matrix: Tensor, mean: Tensor) -> None:
        """Fix the projection ``matrix @ (x - mean)``: (pca, channels) and (channels,), in normalised units.

        The state dict carries it. Raises ValueError for other shapes and where ``spec.pca`` is 0.
        """
        if not self.spec.pca:
            raise ValueError("the network has no projection; its spec has pca: 0")
        if matrix.shape != self.projection.shape or mean.shape != self.projection_mean.shape:
            raise ValueError(
                f"a projection of shape {tuple(self.projection.shape)} expected, not {tuple(matrix.shape)}"
            )
        with torch.no_grad():
            self.projection.copy_(matrix)
            self.projection_mean.copy_(mean)
        self._projected = True

    def encoder_parameters(self) -> Iterator[nn.Parameter]:
        """The parameters that `freeze_encoder` freezes."""
        return self.core.encoder.parameters()

    def freeze_encoder(self, on: bool = True) -> None:
        """Keep the encoder as it is from now on (Seek's second stage), or let it learn again.

        No gradient for its parameters, and evaluation mode for its layers whatever `train` says: running statistics
        stand still, no dropout, no stochastic depth. The image head goes on learning.
        """
        for parameter in self.encoder_parameters():
            parameter.requires_grad_(not on)
        self._frozen = on
        self.train(self.training)

    def train(self, mode: bool = True) -> LandslideNetwork:
        super().train(mode)
        if self._frozen:
            self.core.encoder.eval()
            self.mc_dropout.eval()
        return self

    def enable_mc_dropout(self, on: bool = True) -> None:
        """Make the dropout after the first convolution random in evaluation as well, and nothing else.

        Raises InputError where the network was built without it.
        """
        if not self.spec.mc_dropout:
            raise InputError("The network has no Monte-Carlo dropout; train it with mc_dropout: 0.3.")
        self.mc_dropout.always = on

    def _load_from_state_dict(self, state_dict: Mapping[str, Any], prefix: str, *args: Any) -> None:
        super()._load_from_state_dict(state_dict, prefix, *args)
        self._projected = self._projected or f"{prefix}projection" in state_dict
