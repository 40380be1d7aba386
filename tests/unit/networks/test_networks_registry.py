"""Names, variants, and what each architecture is made of."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from l4s_core.base.errors import InputError
from l4s_core.networks.registry import NETWORKS, resolve_variant
from l4s_core.networks.spec import NetworkSpec


def test_listing_needs_no_torch():
    code = (
        "import sys; from l4s_core.networks.registry import NETWORKS\n"
        "print(*(f'{e.name} {e.description} {e.paper} {e.variants}' for e in NETWORKS.values()))\n"
        "sys.exit(bool({'torch', 'timm', 'transformers', 'segmentation_models_pytorch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_entries_are_whole():
    for name, entry in NETWORKS.items():
        assert entry.name == name
        assert entry.default_variant in entry.variants
        assert entry.description and entry.paper


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ({"name": "swin_unett"}, "Did you mean swin_unet?"),
        ({"name": "SegFormer"}, "Did you mean segformer?"),
        ({"name": "resnet_unet", "variant": "resnet50"}, "has no variant resnet50. Did you mean 50?"),
        ({"name": "segformer", "variant": "b7"}, "b0, b1, b2, b3, b4, b5"),
        ({"name": "xyz"}, "There is no network xyz. The networks are unet"),
        ({"name": "smp:Unet:resnet18", "variant": "b0"}, "takes no variant"),
    ],
)
def test_wrong_names_get_the_nearest(spec: dict, sentence: str):
    with pytest.raises(InputError) as error:
        resolve_variant(NetworkSpec(**spec))
    assert sentence in str(error.value)


def test_variants_are_filled_in():
    assert resolve_variant(NetworkSpec(name="segformer")).variant == "b0"
    assert resolve_variant(NetworkSpec(name="segformer", variant="b3")).variant == "b3"


@pytest.mark.parametrize("channels", [(), ("B2", "B2")])
def test_channels_are_checked(channels: tuple[str, ...]):
    with pytest.raises(ValidationError, match="channels must be different names"):
        NetworkSpec(name="unet", channels=channels)
