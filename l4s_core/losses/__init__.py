"""Losses of segmentation networks, written as expressions: ``lovasz + ohem_soft_ce``, ``ce + 0.5*jaccard``.

`parse_loss` makes what the trainer calls; `parse_expression` only checks the text and needs no torch.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
