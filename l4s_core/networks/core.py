"""What every architecture looks like to the wrapper: an encoder, a decoder and a few facts about them."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from l4s_core.base.errors import InputError


class Core(nn.Module):
    """An architecture without the options of `NetworkSpec`; `wrapper.LandslideNetwork` adds those.

    Attributes
    ----------
    encoder : the part that Seek's second stage freezes, that ImageNet weights are for.
    deepest_channels : channels of the last feature map of `encode`.
    size_multiple : rows and cols of the input must be multiples of this; the wrapper pads.
    fixed_size : True where the exported graph holds for one input size only (window attention).
    """

    encoder: nn.Module
    deepest_channels: int
    size_multiple: int = 32
    fixed_size: bool = False

    def encode(self, x: Tensor) -> list[Tensor]:
        """(n, c, rows, cols) -> feature maps (n, ck, rows / sk, cols / sk), the deepest one last."""
        raise NotImplementedError

    def decode(self, features: list[Tensor], size: tuple[int, int]) -> tuple[Tensor, Tensor | None]:
        """Feature maps of `encode` -> logits (n, 1, *size) and auxiliary logits of the same shape or None."""
        raise NotImplementedError

    def first_convolutions(self) -> list[nn.Conv2d]:
        """The convolutions that see the input; Monte-Carlo dropout comes right after them."""
        return [next(m for m in self.encoder.modules() if isinstance(m, nn.Conv2d))]

    def pretrained_part(self) -> nn.Module:
        """The module whose parameter names the library that publishes pretrained weights uses."""
        return self.encoder

    def imagenet_state(self) -> Mapping[str, Tensor]:
        """ImageNet weights for `pretrained_part` with a first layer of 3 channels, as its library gives them.

        Raises InputError where there are none. Whatever a library raises when its hub cannot be reached goes through;
        `weights.load_weights` makes one sentence of it.
        """
        raise InputError("This network has no ImageNet weights; give weights: none or a safetensors file.")

    def rename(self, name: str) -> str:
        """A tensor name of an older or foreign file -> the name that `pretrained_part` uses today."""
        return name
