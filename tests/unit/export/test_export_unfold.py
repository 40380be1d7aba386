"""An exported network comes back as one that can be trained: same output, and training starts where it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError

torch = pytest.importorskip("torch")


def test_the_default_network_comes_back(tmp_path: Path) -> None:
    import onnxruntime as ort

    from l4s_core.export.unfold import unfold
    from l4s_core.inference.installed import installed_models
    from l4s_core.networks.lite_unet import LiteUnet

    torch.manual_seed(0)
    path = installed_models()["l4s-lite-v0"]
    images = torch.from_numpy(np.random.default_rng(0).gamma(16, 1 / 16, (8, 3, 64, 64)).astype(np.float32))
    net = unfold(path, LiteUnet(), images)
    wanted = ort.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, {"image": images.numpy()})[0]
    with torch.no_grad():
        np.testing.assert_allclose(torch.sigmoid(net(images)).numpy(), wanted, atol=1e-5)
        net.train()
        net.dropout.eval()
        trained = torch.sigmoid(net(images)).numpy()
    # by the statistics of the batch, which are those of the images here
    np.testing.assert_allclose(trained, wanted, atol=2e-3)
    assert all(torch.isfinite(v).all() for v in net.state_dict().values())


def test_what_is_no_such_network_is_refused(tmp_path: Path) -> None:
    from l4s_core.export.unfold import unfold
    from l4s_core.networks.lite_unet import LiteUnet
    from onnx_models import write_model

    images = torch.ones(1, 3, 32, 32)
    (tmp_path / "a.onnx").write_bytes(b"no model")
    with pytest.raises(InputError, match="cannot be read"):
        unfold(tmp_path / "a.onnx", LiteUnet(), images)
    other = tmp_path / "b.onnx"
    write_model(other)
    with pytest.raises(InputError, match="no exported lite_unet"):
        unfold(other, LiteUnet(), images)
