"""Train the default model, version 0, on the Landslide4Sense RGB patches and real negatives.

    python scripts/train_default_model.py train --data ../shared/data --out runs/a
    python scripts/train_default_model.py train --data ../shared/data --start runs/a/last.pt --out runs/b
    python scripts/train_default_model.py blend --blend runs/a runs/b --share 0.5 --out runs/default
    python scripts/train_default_model.py evaluate --data ../shared/data --out runs/default
    python scripts/train_default_model.py export --out runs/default

The model card says which of these stages made the file in the package.

Seeded. The split is by contiguous id blocks (neighbouring ids are neighbouring places); the 24 patches that also
exist with 14 bands are never trained on, nor are their direct neighbours, because the terrain gate is measured there.

The PNG values are floor(x * 255 / patch maximum) with x = DN / the published mean vector: band ratios survive, the
absolute scale does not. By design the network therefore sees only brightness relative to its surroundings:
DN / (median brightness of the surroundings), and training moves that reference at random. The patches are Level-1C;
most users hold Level-2A, which lacks the path radiance. Training takes a random share of the darkest-object signal
off (towards L2A) and adds Rayleigh-like blue to surface-reflectance negatives (towards L1C), so that neither level is
a hint of the class.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path

import numpy as np

MEAN_RGB = np.array([445.17289745, 663.41636217, 824.63171476], dtype=np.float32)  # B4, B3, B2
RAYLEIGH_RGB = np.array([170.0, 330.0, 620.0], dtype=np.float32)  # DN, order of magnitude over low mountains
# How much of the signal of a patch's darkest pixels (forest in shade, not black) is path radiance: B4, B3, B2
PATH_SHARE_RGB = np.array([0.40, 0.50, 0.73], dtype=np.float32)
IGNORE = 255
SURFACE_NEGATIVES = 2  # the first two of load_negatives are surface reflectance, the third top of atmosphere
SIZE = 128
FOURTEEN_BAND_IDS = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    16,
    27,
    38,
    40,
    41,
    45,
    72,
    150,
    168,
    253,
    300,
    525,
    600,
    800,
    902,
    3597,
)
REGIONS = {"Taiwan": (1, 3040), "Hokkaido": (3041, 3199), "Nepal": (3200, 3369), "Kodagu": (3370, 3799)}
VALIDATION_BLOCKS = ((822, 934), (2301, 2367), (3066, 3085), (3197, 3212), (3440, 3450))
TEST_BLOCKS = ((1, 170), (1603, 1799), (2631, 2774), (3140, 3184), (3290, 3369), (3551, 3799))


def split_of(patch_id: int) -> str | None:
    for name, blocks in (("test", TEST_BLOCKS), ("validation", VALIDATION_BLOCKS)):
        if any(first <= patch_id <= last for first, last in blocks):
            return name
    near_14_band = any(abs(patch_id - other) <= 2 for other in FOURTEEN_BAND_IDS)
    near_block = any(first - 3 <= patch_id <= last + 3 for first, last in (*TEST_BLOCKS, *VALIDATION_BLOCKS))
    return None if near_14_band or near_block else "train"


def region_of(patch_id: int) -> str:
    return next(name for name, (first, last) in REGIONS.items() if first <= patch_id <= last)


# ---------------------------------------------------------------------------------------------------------------- data


def load_patches(root: Path, split: str) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """[(id, png values (3, 128, 128) uint8 in B4 B3 B2 order, mask (128, 128) uint8)] of one split."""
    from PIL import Image

    found = []
    for path in sorted((root / "img").glob("image_*.png"), key=lambda p: int(re.findall(r"\d+", p.stem)[0])):
        patch_id = int(re.findall(r"\d+", path.stem)[0])
        if split_of(patch_id) != split:
            continue
        image = np.asarray(Image.open(path).convert("RGB"))
        mask = np.asarray(Image.open(root / "mask" / f"mask_{patch_id}.png").convert("L")) > 0
        found.append((patch_id, np.moveaxis(image, -1, 0).copy(), mask.astype(np.uint8)))
    return found


def load_negatives(scenes: Path) -> list[np.ndarray]:
    """Landslide-free scenes as (3, rows, cols) float32 DN, B4 B3 B2; 0 is nodata."""
    import rasterio

    out = []
    with rasterio.open(scenes / "background_fields" / "inference-img.tif") as src:
        dates = src.read().astype(np.float32)  # R, G, B, NIR of two dates
    out += [dates[0:3], dates[4:7]]
    folder = scenes / "background_xarray_spatial"
    bands = []
    for name in ("red", "green", "blue"):
        with rasterio.open(f"netcdf:{folder / (name + '_band.nc')}") as src:
            bands.append(src.read(1).astype(np.float32))
    out.append(np.stack(bands))
    return [np.nan_to_num(a) for a in out]


def load_hokkaido_before(scenes: Path) -> np.ndarray:
    """The scene before the 2018 earthquake, not among the negatives: how often does another landscape light up?"""
    import rasterio

    layers = []
    for name in ("B4", "B3", "B2"):
        with rasterio.open(scenes / "hokkaido_2018" / "pre" / f"{name}.tif") as src:
            layers.append(src.read(1).astype(np.float32))
    return np.stack(layers)


def as_png(dn: np.ndarray) -> np.ndarray:
    """Quantise a negative crop as the patches were, so that the quantisation is no hint of the class."""
    x = dn / MEAN_RGB[:, None, None]
    return np.floor(x * 255 / max(float(x.max()), 1e-6)).astype(np.uint8)


def smooth_noise(rng: np.random.Generator, size: int, cell: int) -> np.ndarray:
    """(size, size) noise in about 0 to 1 with structures of ``cell`` pixels."""
    from PIL import Image

    cells = size // cell + 2
    small = Image.fromarray(rng.random((cells, cells), dtype=np.float32))
    return np.asarray(small.resize((size, size), Image.Resampling.BICUBIC))


class Augment:
    """One training sample from raw DN: geometry, haze, gain, clouds, holes, reference brightness."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def __call__(self, dn: np.ndarray, mask: np.ndarray, surface: bool) -> tuple[np.ndarray, np.ndarray]:
        rng = self.rng
        dn, mask = self._geometry(dn, mask)
        valid = (dn > 0).all(axis=0)
        if valid.mean() < 0.2:
            dn = np.where(valid, dn, 1.0)
            mask = np.full_like(mask, IGNORE)
            valid[:] = True
        brightness = np.median(dn[:, valid])
        dark = np.percentile(dn[:, valid], 1, axis=1)[:, None, None]
        if surface:
            dn = dn + rng.uniform(0.0, 1.2) * RAYLEIGH_RGB[:, None, None] * rng.uniform(0.8, 1.2, (3, 1, 1))
        else:
            share = rng.uniform(-0.3, 1.2) * PATH_SHARE_RGB[:, None, None] * rng.uniform(0.75, 1.25, (3, 1, 1))
            if rng.random() < 0.3:
                share = share + rng.uniform(0.0, 0.5)
            dn = dn - np.minimum(share, 0.98) * dark
        dn = dn * np.exp(rng.normal(0, 0.06, (3, 1, 1)))
        if rng.random() < 0.2:
            dn = dn * np.exp(0.5 * (smooth_noise(rng, SIZE, 32) - 0.5))
        if rng.random() < 0.15:
            from scipy.ndimage import gaussian_filter

            dn = gaussian_filter(dn, (0, *[rng.uniform(0.3, 0.8)] * 2))
        if rng.random() < 0.2:
            dn, mask = self._cloud(dn, mask, brightness)
        scale = float(np.median(dn[:, valid].mean(axis=0))) * np.exp(rng.normal(0, 0.3))
        x = dn / max(scale, 1e-6) + rng.normal(0, 0.01, dn.shape)
        if rng.random() < 0.5:
            x = x * (
                1 + rng.normal(0, rng.uniform(0, 0.06), dn.shape)
            )  # other sensors, resampling and terrain correction
            x = np.maximum(x, 0) ** rng.uniform(0.85, 1.2)
        if rng.random() < 0.1:
            hole = smooth_noise(rng, SIZE, 32) > rng.uniform(0.6, 0.8)
            valid = valid & ~hole
        x = np.where(valid, x, 1.0)
        mask = np.where(valid, mask, IGNORE)
        return x.astype(np.float32), mask.astype(np.uint8)

    def _geometry(self, dn: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rng = self.rng
        if rng.random() < 0.5:
            from scipy.ndimage import zoom

            side = int(rng.integers(84, SIZE))
            r, c = rng.integers(0, SIZE - side, 2)
            f = SIZE / side
            nodata = (dn[:, r : r + side, c : c + side] <= 0).any(axis=0)
            dn = zoom(dn[:, r : r + side, c : c + side], (1, f, f), order=1, grid_mode=True, mode="nearest")
            mask = zoom(mask[r : r + side, c : c + side], f, order=0, grid_mode=True, mode="nearest")
            dn[:, zoom(nodata, f, order=0, grid_mode=True, mode="nearest")] = 0
        turns = int(rng.integers(4))
        dn, mask = np.rot90(dn, turns, (1, 2)), np.rot90(mask, turns)
        if rng.random() < 0.5:
            dn, mask = dn[:, :, ::-1], mask[:, ::-1]
        return dn.copy(), mask.copy()

    def _cloud(self, dn: np.ndarray, mask: np.ndarray, brightness: float) -> tuple[np.ndarray, np.ndarray]:
        """A bright spectrally flat cloud with soft edges and its shadow; what it hides is background, its rim
        unlabelled."""
        rng = self.rng
        noise = 0.7 * smooth_noise(rng, SIZE, 32) + 0.3 * smooth_noise(rng, SIZE, 8)
        alpha = np.clip((noise - rng.uniform(0.55, 0.75)) * rng.uniform(5, 15), 0, 1) * rng.uniform(0.5, 1.0)
        shadow = np.roll(alpha, rng.integers(-30, 30, 2), axis=(0, 1)) * rng.uniform(0.3, 0.8)
        dn = dn * (1 - shadow)
        dn = dn * (1 - alpha) + alpha * brightness * rng.uniform(3, 10) * rng.uniform(0.95, 1.05, (3, 1, 1))
        mask = np.where(alpha > 0.6, 0, np.where(alpha > 0.15, IGNORE, mask))
        return dn, mask


def paste(
    rng: np.random.Generator,
    dn: np.ndarray,
    mask: np.ndarray,
    patches: list[tuple[int, np.ndarray, np.ndarray]],
) -> tuple[np.ndarray, np.ndarray]:
    """Landslides of another patch laid over this one, at its brightness: what surrounds a slide must not decide."""
    _, image, other = patches[int(rng.integers(len(patches)))]
    donor = (image + rng.random(image.shape)) * MEAN_RGB[:, None, None]
    turns = int(rng.integers(4))
    donor, other = np.rot90(donor, turns, (1, 2)), np.rot90(other, turns)
    valid = (dn > 0).all(axis=0)
    if not other.any() or valid.mean() < 0.2:
        return dn, mask
    gain = np.median(dn[:, valid]) / np.median(donor)
    where = (other == 1) & valid
    return np.where(where, donor * gain, dn), np.where(where, 1, mask).astype(np.uint8)


def batches(
    patches: list[tuple[int, np.ndarray, np.ndarray]],
    negatives: list[np.ndarray],
    rng: np.random.Generator,
    batch: int,
    negative_share: float = 0.1,
    paste_share: float = 0.0,
):
    """One epoch of (x, mask) numpy batches."""
    augment = Augment(rng)
    rare = [k for k, (i, _, _) in enumerate(patches) if region_of(i) != "Taiwan"]
    order = rng.permutation([*range(len(patches)), *rare, *rare])  # three times each: 96 % of the patches are Taiwan
    xs, ms = [], []
    for index in order:
        _, image, mask = patches[index]
        dn = (image + rng.random(image.shape)) * MEAN_RGB[:, None, None]  # dither: floor() quantised the PNG
        samples = [(dn.astype(np.float32), mask, False)]
        if rng.random() < negative_share:
            k = int(rng.integers(len(negatives)))
            scene = negatives[k]
            r = int(rng.integers(scene.shape[1] - SIZE))
            c = int(rng.integers(scene.shape[2] - SIZE))
            crop = scene[:, r : r + SIZE, c : c + SIZE]
            png = as_png(crop)
            scale = float((crop / MEAN_RGB[:, None, None]).max()) / 255  # surface crops need DN: haze is added to them
            dn = (png + rng.random(png.shape)) * scale * MEAN_RGB[:, None, None] * (crop > 0).all(axis=0)
            samples.append((dn.astype(np.float32), np.zeros((SIZE, SIZE), np.uint8), k < SURFACE_NEGATIVES))
        for base, label, surface in samples:
            if rng.random() < paste_share:
                if surface:  # the slides are top of atmosphere: make the background so as well
                    base = np.where(base > 0, base + RAYLEIGH_RGB[:, None, None], 0)
                    surface = False
                base, label = paste(rng, base, label, patches)
            x, m = augment(base, label, surface)
            xs.append(x)
            ms.append(m)
            if len(xs) == batch:
                yield np.stack(xs), np.stack(ms)
                xs, ms = [], []


# ------------------------------------------------------------------------------------------------------------ training


def segmentation_loss(logits, mask):
    """Binary cross-entropy with labels smoothed by 0.02 plus half the Lovasz loss of both classes, ignoring 255."""
    import torch
    from segmentation_models_pytorch.losses import LovaszLoss

    valid = mask != IGNORE
    target = (mask == 1).float() * 0.96 + 0.02
    bce = torch.nn.functional.binary_cross_entropy_with_logits(logits[valid], target[valid])
    classes = torch.cat([torch.zeros_like(logits), logits], dim=1)
    lovasz = LovaszLoss(mode="multiclass", ignore_index=IGNORE)(classes, mask[:, 0].long())
    return bce + 0.5 * lovasz


def train(args: argparse.Namespace) -> None:
    import torch

    from l4s_core.networks.lite_unet import LiteUnet, load_imagenet_encoder

    data, out, epochs, batch, lr = args.data, args.out, args.epochs, args.batch, args.lr
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = np.random.default_rng(args.seed)
    out.mkdir(parents=True, exist_ok=True)
    patches = load_patches(data / "l4s_rgb", "train")
    negatives = load_negatives(data / "scenes")
    net = LiteUnet().to(memory_format=torch.channels_last)
    print(
        f"{len(patches)} training patches, {len(negatives)} negative scenes, "
        f"{load_imagenet_encoder(net)} ImageNet tensors",
        flush=True,
    )
    if args.start:
        net.load_state_dict(torch.load(args.start, weights_only=True)["state"])
    average = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995), use_buffers=True
    )
    encoder = list(net.encoder.parameters())
    rest = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": lr / 3}, {"params": rest, "lr": lr}], weight_decay=0.01)
    steps = epochs * int(len(patches) * 1.25 / batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=[lr / 3, lr], total_steps=steps + 50, pct_start=0.1
    )
    start = time.time()
    for epoch in range(epochs):
        net.train()
        losses = []
        for x, m in batches(patches, negatives, rng, batch, paste_share=args.paste_share):
            x = torch.from_numpy(x).contiguous(memory_format=torch.channels_last)
            m = torch.from_numpy(m)[:, None]
            with torch.autocast("cpu", torch.bfloat16):
                logits = net(x)
            loss = segmentation_loss(logits.float(), m)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            average.update_parameters(net)
            if schedule.last_epoch < schedule.total_steps - 1:
                schedule.step()
            losses.append(loss.item())
        torch.save({"state": average.module.state_dict(), "epoch": epoch}, out / "last.pt")
        line = {
            "epoch": epoch,
            "loss": round(float(np.mean(losses)), 4),
            "seconds": round(time.time() - start),
        }
        if epoch % 3 == 2 or epoch == epochs - 1:
            score = best_threshold(predict_split(average.module, data, "validation"))
            line |= {"validation": score}
        with (out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


def blend(first: Path, second: Path, share: float, out: Path) -> None:
    """Weights ``share`` * second + (1 - share) * first of two runs, the second of which went on from the first.

    Wortsman et al. 2022 (CVPR, "Robust fine-tuning"): in between, a network keeps the accuracy of the later weights on
    the data it was trained on and the earlier ones' on data that look otherwise.
    """
    import torch

    a, b = (torch.load(path / "last.pt", weights_only=True)["state"] for path in (first, second))
    out.mkdir(parents=True, exist_ok=True)
    state = {name: (share * b[name] + (1 - share) * a[name]).to(b[name].dtype) for name in b}
    torch.save({"state": state, "epoch": -1}, out / "last.pt")


# ---------------------------------------------------------------------------------------------------------- evaluation


def relative_brightness(dn: np.ndarray) -> np.ndarray:
    """DN / median over the patch of the mean of the three bands: what the product does, on one patch."""
    return dn / np.median(dn.mean(axis=0))


def predict_split(net, data: Path, split: str, surface: bool = False):
    """[(id, probability (128, 128) float32, mask)]; ``surface`` takes the path radiance off (like L2A)."""
    import torch

    net.eval()
    results = []
    patches = load_patches(data / "l4s_rgb", split)
    with torch.no_grad():
        for first in range(0, len(patches), 16):
            group = patches[first : first + 16]
            stack = []
            for _, image, _ in group:
                dn = (image + 0.5) * MEAN_RGB[:, None, None]
                if surface:
                    dark = np.percentile(dn, 1, axis=(1, 2), keepdims=True)
                    dn = dn - PATH_SHARE_RGB[:, None, None] * dark
                stack.append(relative_brightness(dn).astype(np.float32))
            x = torch.from_numpy(np.stack(stack)).contiguous(memory_format=torch.channels_last)
            p = torch.sigmoid(net(x))[:, 0].numpy()
            results += [(i, q, m) for (i, _, m), q in zip(group, p, strict=True)]
    return results


def scores(results, threshold: float) -> dict[str, float]:
    """Landslide-class precision, recall, F1, micro-averaged over all pixels."""
    tp = fp = fn = 0
    for _, p, m in results:
        hit = p >= threshold
        tp += int((hit & (m == 1)).sum())
        fp += int((hit & (m == 0)).sum())
        fn += int((~hit & (m == 1)).sum())
    return {
        "threshold": round(threshold, 3),
        "precision": round(tp / max(tp + fp, 1), 4),
        "recall": round(tp / max(tp + fn, 1), 4),
        "f1": round(2 * tp / max(2 * tp + fp + fn, 1), 4),
        "patches": len(results),
    }


def best_threshold(results) -> dict[str, float]:
    return max((scores(results, t) for t in np.arange(0.1, 0.95, 0.05)), key=lambda s: s["f1"])


def calibrate(net, data: Path) -> tuple[float, float]:
    """(a, b) for which sigmoid(a * logit + b) fits the validation labels best (Platt 1999), by maximum likelihood."""
    import torch

    results = predict_split(net, data, "validation")
    p = torch.from_numpy(np.concatenate([q.ravel() for _, q, _ in results])).double().clamp(1e-6, 1 - 1e-6)
    y = torch.from_numpy(np.concatenate([m.ravel() for _, _, m in results])).double()
    logit = torch.logit(p)
    ab = torch.tensor([1.0, 0.0], dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([ab], max_iter=50)

    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(ab[0] * logit + ab[1], y)
        loss.backward()
        return loss

    optimiser.step(closure)
    return float(ab[0]), float(ab[1])


def reliability(results) -> dict[str, object]:
    """Expected calibration error over ten bins of probability, and (mean probability, share of landslide) of each."""
    p = np.concatenate([q.ravel() for _, q, _ in results])
    y = np.concatenate([m.ravel() for _, _, m in results]) == 1
    bins = np.minimum((p * 10).astype(int), 9)
    count = np.bincount(bins, minlength=10)
    mean_p = np.bincount(bins, p, minlength=10) / np.maximum(count, 1)
    share = np.bincount(bins, y, minlength=10) / np.maximum(count, 1)
    error = float((np.abs(mean_p - share) * count).sum() / count.sum())
    return {
        "expected calibration error": round(error, 4),
        "bins": [
            [round(float(a), 3), round(float(b), 3), int(n)] for a, b, n in zip(mean_p, share, count, strict=True)
        ],
    }


def calibrated(net, ab: tuple[float, float]):
    import torch

    class Calibrated(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, x):
            return ab[0] * self.net(x) + ab[1]

    return Calibrated()


def load_network(out: Path):
    import torch

    from l4s_core.networks.lite_unet import LiteUnet

    net = LiteUnet()
    net.load_state_dict(torch.load(out / "last.pt", weights_only=True)["state"])
    return net.eval()


def evaluate(data: Path, out: Path) -> None:
    """Calibrate and choose the threshold on the validation blocks, then score the test blocks once."""
    import torch

    raw = load_network(out).to(memory_format=torch.channels_last)
    report: dict[str, object] = {"calibration": calibrate(raw, data)}
    net = calibrated(raw, report["calibration"])
    report["reliability before, test"] = reliability(predict_split(raw, data, "test"))
    for surface in (False, True):
        level = "surface-like" if surface else "L1C"
        best = best_threshold(predict_split(net, data, "validation", surface))
        if not surface:
            threshold = best["threshold"]
        test = predict_split(net, data, "test", surface)
        table = {
            "validation": best,
            "test": scores(test, threshold),
            "test, own threshold": scores(test, best["threshold"]),
        }
        for region in REGIONS:
            table[f"test {region}"] = scores([r for r in test if region_of(r[0]) == region], threshold)
        report[level] = table
        report[f"reliability {level}, test"] = reliability(test)
    shares = {}
    unseen = load_hokkaido_before(data / "scenes")
    names = ("fields 1", "fields 2", "xarray-spatial", "Hokkaido before the earthquake")
    for name, scene in zip(names, [*load_negatives(data / "scenes"), unseen], strict=True):
        valid = (scene > 0).all(axis=0)
        rows, cols = (n // 16 * 16 for n in scene.shape[1:])
        x = scene / np.median(scene[:, valid].mean(axis=0))
        x = np.where(valid, x, 1.0)[None, :, :rows, :cols].astype(np.float32)
        with torch.no_grad():
            p = torch.sigmoid(net(torch.from_numpy(x)))[0, 0].numpy()
        shares[name] = round(float((p[valid[:rows, :cols]] >= threshold).mean()), 5)
    report["false-positive share on scenes without landslides"] = shares
    (out / "evaluation.json").write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))


# -------------------------------------------------------------------------------------------------------------- export


def export(data: Path, out: Path, target: Path) -> None:
    from l4s_core.export.onnx import export_onnx
    from l4s_core.networks.lite_unet import SIZE_MULTIPLE
    from l4s_core.training.outcome import receptive_field_px

    evaluation = json.loads((out / "evaluation.json").read_text())
    net = calibrated(load_network(out), tuple(evaluation["calibration"])).eval()
    report = evaluation["L1C"]
    card = export_onnx(
        net,
        {
            "format_version": 1,
            "id": target.stem,
            "title": "Compact U-Net on red, green and blue relative to local brightness",
            "network": "LiteUnet (EfficientNet-Lite0 encoder, ImageNet weights, input enlarged twice)",
            "channels": ["B4", "B3", "B2"],
            "levels": ["L1C", "L2A"],
            "trained_on_level": "L1C, with the path radiance randomly removed (towards L2A); L1C and L2A negatives",
            "units": "reflectance x 10000; slope degrees; dem metres",
            "normalisation": {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 256},
            "fill": 1.0,
            "tile_px": 256,
            "overlap_px": 64,
            "size_multiple": SIZE_MULTIPLE,
            "receptive_field_px": receptive_field_px(net, 512, channels=3),
            "threshold": report["validation"]["threshold"],
            "licence": "GPL-2.0-or-later; encoder initialised from Apache-2.0 ImageNet weights",
            "training_data": "Landslide4Sense 2022 training patches (RGB, 8 bit), blocks of ids; see the model card",
            "created_utc": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "figures": {
                **{f"validation {k}": report["validation"][k] for k in ("precision", "recall", "f1")},
                **{f"test {k}": report["test"][k] for k in ("precision", "recall", "f1")},
            },
        },
        target,
    )
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, receptive field {card.receptive_field_px} px")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=("train", "blend", "evaluate", "export"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/default"))
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--blend", type=Path, nargs=2, help="the two runs to blend, the earlier first")
    parser.add_argument("--share", type=float, default=0.5, help="weight of the later run")
    parser.add_argument("--paste-share", type=float, default=0.0, help="samples with slides of another patch")
    parser.add_argument("--start", type=Path, help="go on from the weights of another run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--target", type=Path, default=Path("l4s_core/models/l4s-lite-v0.onnx"))
    args = parser.parse_args()
    if args.action == "train":
        train(args)
    elif args.action == "blend":
        blend(*args.blend, args.share, args.out)
    elif args.action == "evaluate":
        evaluate(args.data, args.out)
    else:
        export(args.data, args.out, args.target)


if __name__ == "__main__":
    main()
