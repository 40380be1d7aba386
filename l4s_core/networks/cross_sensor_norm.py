"""Batch normalisation with statistics of its own for every domain and affine parameters shared by all.

Wang et al. 2022 (LoveCS, doi 10.1016/j.rse.2022.113058) call it cross-sensor normalisation; Wang et al. 2019
(TransNorm) use the same separation of statistics for two domains. Each domain (sensor, region, level of processing)
is centred and scaled by what it looks like itself, so the layers after it see the domains alike.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from l4s_core.base.errors import InputError


class CrossSensorNorm2d(nn.Module):
    """(n, c, r, w) -> the same shape, normalised by the statistics of each sample's domain.

    In training, the samples of one domain are normalised by their own mean and variance, which also move that
    domain's running statistics. In evaluation, by the running statistics of the domain that was set. With one domain
    it is ``nn.BatchNorm2d``.

    Attributes
    ----------
    weight, bias : (c,), shared; None without affine parameters.
    running_mean, running_var : (domains, c). num_batches_tracked : (domains,).
    domain : int for the whole batch, or int64 (n,), one per sample; see `set_domain`.
    act : what a combined layer of the encoder's library does after normalising (timm's BatchNormAct2d).
    """

    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor

    def __init__(
        self,
        channels: int,
        domains: int,
        *,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        act: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.eps, self.momentum, self.domains = eps, momentum, domains
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None
        self.register_buffer("running_mean", torch.zeros(domains, channels))
        self.register_buffer("running_var", torch.ones(domains, channels))
        self.register_buffer("num_batches_tracked", torch.zeros(domains, dtype=torch.int64))
        self.act = act if act is not None else nn.Identity()
        self.domain: int | Tensor = 0

    @classmethod
    def from_batch_norm(cls, norm: nn.BatchNorm2d, domains: int) -> CrossSensorNorm2d:
        """The same layer with the statistics of ``norm`` as the start of every domain."""
        after = [m for m in (getattr(norm, "drop", None), getattr(norm, "act", None)) if isinstance(m, nn.Module)]
        new = cls(
            norm.num_features,
            domains,
            eps=norm.eps,
            momentum=norm.momentum,
            affine=norm.affine,
            act=nn.Sequential(*after) if after else None,
        )
        new.weight, new.bias = (norm.weight, norm.bias) if norm.affine else (None, None)
        if norm.running_mean is not None and norm.running_var is not None:
            new.running_mean = norm.running_mean.detach().repeat(domains, 1)
            new.running_var = norm.running_var.detach().repeat(domains, 1)
            new.num_batches_tracked = new.num_batches_tracked.to(norm.running_mean.device)
        return new.train(norm.training)

    def forward(self, x: Tensor) -> Tensor:
        domain = self.domain
        if isinstance(domain, int):
            y = self._one(x, domain, self.training)
        elif len(domain) != len(x):
            raise ValueError(f"{len(domain)} domains were set for a batch of {len(x)}")
        elif self.training:
            y = self._mixed_training(x, domain.to(x.device))
        else:
            y = self._mixed_evaluation(x, domain.to(x.device))
        out: Tensor = self.act(y)
        return out

    def _one(self, x: Tensor, domain: int, training: bool) -> Tensor:
        share = self.momentum or 0.0
        if training:
            self.num_batches_tracked[domain] += 1
            if self.momentum is None:  # as in BatchNorm2d: the plain mean over all batches
                share = 1.0 / float(self.num_batches_tracked[domain])
        return F.batch_norm(
            x,
            self.running_mean[domain],
            self.running_var[domain],
            self.weight,
            self.bias,
            training,
            share,
            self.eps,
        )

    def _mixed_training(self, x: Tensor, domain: Tensor) -> Tensor:
        order, parts = [], []
        for k in torch.unique(domain).tolist():
            of_domain = torch.nonzero(domain == k).flatten()
            order.append(of_domain)
            piece = x[of_domain]
            # one sample of a domain, one pixel: nothing to take statistics of, so the running ones serve
            alone = piece.shape[0] * piece.shape[2] * piece.shape[3] == 1
            parts.append(self._one(piece, int(k), training=not alone))
        back = torch.argsort(torch.cat(order))
        return torch.cat(parts)[back]

    def _mixed_evaluation(self, x: Tensor, domain: Tensor) -> Tensor:
        mean, var = self.running_mean[domain], self.running_var[domain]
        gain = torch.rsqrt(var + self.eps)
        if self.weight is not None:
            gain = gain * self.weight
        shift = -mean * gain
        if self.bias is not None:
            shift = shift + self.bias
        return (x * gain[:, :, None, None] + shift[:, :, None, None]).to(x.dtype)

    def extra_repr(self) -> str:
        return f"{self.running_mean.shape[1]}, domains={self.domains}, eps={self.eps}, momentum={self.momentum}"


def convert(module: nn.Module, domains: int) -> int:
    """Replace every ``nn.BatchNorm2d`` inside ``module`` in place; returns how many.

    Names stay, so weights for the one fit the other but for the running statistics, which have a row per domain.
    Layer normalisation (the encoders of Swin and SegFormer) has no batch statistics and stays as it is.
    """
    count = 0
    for parent in list(module.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.BatchNorm2d):
                setattr(parent, name, CrossSensorNorm2d.from_batch_norm(child, domains))
                count += 1
    return count


def set_domain(net: nn.Module, domain: int | Tensor) -> None:
    """Say which domain the next batches are of: one number, or int64 (n,) with one per sample of a mixed batch.

    Raises InputError where ``net`` has no such layer or fewer domains.
    """
    layers = [m for m in net.modules() if isinstance(m, CrossSensorNorm2d)]
    if not layers:
        raise InputError("The network has no cross-sensor normalisation; build it with cross_sensor_norm: 2 or more.")
    domains = layers[0].domains
    asked = [domain] if isinstance(domain, int) else [int(k) for k in torch.unique(domain).tolist()]
    if not isinstance(domain, int) and (domain.ndim != 1 or domain.dtype != torch.int64):
        raise ValueError("domains of a mixed batch must be int64 of shape (n,)")
    if asked and not 0 <= min(asked) <= max(asked) < domains:
        raise InputError(f"The network has the domains 0 to {domains - 1}, not {asked}.")
    for layer in layers:
        layer.domain = domain
