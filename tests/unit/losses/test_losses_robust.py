"""What holds for every loss: finite everywhere, blind to ignored pixels and to order, float32 under autocast."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("segmentation_models_pytorch")

from l4s_core.losses import parse_loss
from l4s_core.losses.catalogue import CATALOGUE
from l4s_core.networks.spec import Output

TEXTS = [
    "ce",
    "wce(positive=10)",
    "image_wce",
    "soft_ce",
    "focal",
    "focal(gamma=0.5, alpha=0.25)",
    "lovasz",
    "lovasz(classes=all)",
    "lovasz(classes=landslide, per_image=true)",
    "jaccard",
    "jaccard(classes=landslide)",
    "dice",
    "ohem_ce",
    "ohem_soft_ce(keep=0.3, threshold=0.2)",
    "ce + image",
    "ce + image(both=true)",
]
LABELS = {
    "empty": lambda t: torch.zeros_like(t),
    "full": lambda t: torch.ones_like(t),
    "ignored": lambda t: torch.full_like(t, 255),
    "one pixel": lambda t: torch.nn.functional.one_hot(torch.tensor(3), t.numel()).reshape(t.shape).to(t.dtype),
    "one image ignored": lambda t: torch.cat([torch.full_like(t[:1], 255), t[1:]]),
    "mixed": lambda t: t,
}
LOGITS = {
    "random": lambda z: z,
    "undecided": lambda z: torch.zeros_like(z),
    "sure": lambda z: 1e4 * z.sign(),
    "nearly sure": lambda z: 20 * z,
}


def batch(seed: int = 0, dtype: torch.dtype = torch.float32) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Logits (3, 1, 6, 5), logits of the images (3,), labels (3, 6, 5) with a fifth ignored."""
    generator = torch.Generator().manual_seed(seed)
    target = (torch.rand(3, 6, 5, generator=generator) < 0.3).to(torch.uint8)
    target[torch.rand(3, 6, 5, generator=generator) < 0.2] = 255
    z = torch.randn(3, 1, 6, 5, generator=generator, dtype=torch.float64)
    image = torch.randn(3, generator=generator, dtype=torch.float64)
    return z.to(dtype), image.to(dtype), target


def gradients(
    text: str, z: torch.Tensor, image: torch.Tensor, target: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The loss, and its gradients to the pixels' and the images' logits (zeros where the loss has no image term)."""
    z, image = z.clone().requires_grad_(), image.clone().requires_grad_()
    total, _ = parse_loss(text)(Output(z, image), target)
    of_z, of_image = torch.autograd.grad(total, [z, image], allow_unused="image" not in text.split())
    return total.detach(), of_z, torch.zeros_like(image) if of_image is None else of_image


def test_every_loss_is_tried_here() -> None:
    assert {word for text in TEXTS for word in text.replace("(", " ").split()} >= set(CATALOGUE)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("logits", LOGITS)
def test_finite_with_finite_gradients(text: str, labels: str, logits: str) -> None:
    z, image, target = batch()
    total, of_z, of_image = gradients(text, LOGITS[logits](z), image, LABELS[labels](target))
    assert total.ndim == 0
    assert total >= 0
    assert torch.isfinite(total) and torch.isfinite(of_z).all() and torch.isfinite(of_image).all()
    if labels == "ignored":
        assert total == 0
        assert not of_z.any() and not of_image.any()


@pytest.mark.parametrize("text", TEXTS)
def test_ignored_pixels_have_no_gradient_and_no_say(text: str) -> None:
    z, image, target = batch()
    ignored = (target == 255)[:, None]
    total, of_z, _ = gradients(text, z, image, target)
    assert not of_z[ignored].any()
    assert of_z[~ignored].any()
    for other in (50.0, -50.0, float("inf"), float("nan")):
        changed = torch.where(ignored, other, z)
        again, of_changed, _ = gradients(text, changed, image, target)
        assert torch.equal(again, total)
        assert torch.equal(of_changed, of_z)


@pytest.mark.parametrize("text", TEXTS)
def test_patch_order_does_not_matter(text: str) -> None:
    z, image, target = batch(3, torch.float64)
    order = torch.tensor([2, 0, 1])
    total, of_z, of_image = gradients(text, z, image, target)
    again, of_turned, of_image_turned = gradients(text, z[order], image[order], target[order])
    torch.testing.assert_close(again, total, rtol=1e-9, atol=0)
    torch.testing.assert_close(of_turned, of_z[order], rtol=1e-9, atol=1e-15)
    torch.testing.assert_close(of_image_turned, of_image[order], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_autocast_does_not_lower_the_precision(text: str, dtype: torch.dtype) -> None:
    z, image, target = batch()
    z, image = 3 * z.to(dtype), image.to(dtype)
    exact, _ = parse_loss(text)(Output(z.double(), image.double()), target)
    with torch.autocast("cpu", dtype=dtype):
        total, parts = parse_loss(text)(Output(z, image), target)
    assert total.dtype == torch.float32
    assert all(part.dtype == torch.float32 for part in parts.values())
    assert float(total) == pytest.approx(float(exact), rel=1e-5)


@pytest.mark.parametrize("text", TEXTS)
def test_gradient_is_the_derivative(text: str) -> None:
    z, image, target = batch(1, torch.float64)
    loss = parse_loss(text)
    z.requires_grad_()
    image.requires_grad_("image" in text.split())
    # the steps of Lovasz are float32: their last digits are beyond what is asked for
    assert torch.autograd.gradcheck(
        lambda z, image: loss(Output(z, image), target)[0], (z, image), eps=1e-4, atol=1e-5, rtol=1e-3
    )


@pytest.mark.parametrize("text", [text for text in TEXTS if "landslide" not in text])
def test_descending_it_finds_the_labels(text: str) -> None:
    z, image, target = batch(2)
    z.requires_grad_()
    optimiser = torch.optim.Adam([z], lr=0.3)
    for _ in range(150):
        total, _ = parse_loss(text)(Output(z, image), target)
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
    valid = target != 255
    assert torch.equal((z[:, 0] > 0)[valid], (target == 1)[valid])


def test_integer_types_of_the_labels_give_the_same() -> None:
    z, image, target = batch()
    for text in TEXTS:
        totals = [gradients(text, z, image, target.to(kind))[0] for kind in (torch.uint8, torch.int64, torch.int16)]
        assert totals[0] == totals[1] == totals[2]
