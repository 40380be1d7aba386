"""The words that an option may be, where whoever offers the options finds them without loading what obeys them."""

from __future__ import annotations

from typing import Literal, get_args

Level = Literal["L1C", "L2A"]
"""Processing level of a Sentinel-2 product: at the top of the atmosphere, or surface reflectance."""
DemUnit = Literal["auto", "metres", "feet", "decimetres", "centimetres"]
"""Unit of heights; auto is what the file says."""
CloudMethod = Literal["auto", "product", "csmask", "builtin", "none"]
"""Cloud test, see `clouds.choose_cloud_mask`."""
ChangeMethod = Literal["auto", "on", "off"]
"""Whether the pixels of the scene before are looked at; auto where they can be."""
Coregister = Literal["auto", "on", "off"]
"""Whether the scene before is moved to where it shows the same ground; auto where that is worth it."""
Device = Literal["auto", "cpu", "cuda"]
"""Where a network is computed."""
Backend = Literal["auto", "onnx", "openvino", "torch"]
"""The library that computes it."""
Arithmetic = Literal["auto", "fp32", "bf16", "fp16"]
"""What it is computed in."""
Tta = Literal["none", "flips", "scales", "all"]
"""Test-time augmentation: the views of a window whose results are averaged."""
UncertaintyMethod = Literal["tta", "ensemble", "mc-dropout"]
"""What has to disagree: views of a window, members of an ensemble, passes with dropout."""
Adaptation = Literal["none", "normalisation"]
"""What of a model is fitted to the scene that it looks at."""


def method_problem(value: str) -> str:
    """Why a value is no `UncertaintyMethod`, in one sentence."""
    methods = get_args(UncertaintyMethod)
    said = f"{value} is no way to tell how sure the model is; say {', '.join(methods[:-1])} or {methods[-1]}"
    if "." in value or "/" in value or "\\" in value:
        return f"{said}, and name the raster to write with --uncertainty-raster {value}."
    return f"{said}."
