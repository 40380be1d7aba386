"""One page about an adaptation: what changed, how sure the model is of it, and whether it is to be recommended."""

from __future__ import annotations

import base64
import hashlib
import io
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.adaptation.measure import BINS
from l4s_core.adaptation.methods import METHODS
from l4s_core.adaptation.predict import read_stack
from l4s_core.adaptation.rounds import Setup
from l4s_core.adaptation.types import AdaptResult, RoundRecord, Summary
from l4s_core.base.docs import page
from l4s_core.base.partial import partial_folder
from l4s_core.base.stamp import software
from l4s_core.report import words
from l4s_core.scoring.display import outline, rgb_of

REPORT = "report.html"
EXAMPLES = 8
PIXEL_M2 = 100.0  # all grids of the package have 10 m
_TIMES = 3
_BOTH, _LOST, _NEW = (86, 180, 233), (240, 228, 66), (213, 94, 0)  # Okabe and Ito


def write_page(setup: Setup, result: AdaptResult) -> None:
    """``RUN/report.html``, which needs nothing beside it."""
    first, last = result.rounds[0], result.rounds[-1]
    before = read_stack(setup.run / f"round_{first.number}") >= np.float32(first.summary.threshold)
    stack = setup.run / f"round_{last.number}"
    if not (stack / "probability.npy").is_file():  # a round in which there was nothing to learn
        stack = setup.run / f"round_{last.number - 1}"
    after = read_stack(stack) >= np.float32(last.summary.threshold)
    text = render(
        result=result,
        first=first,
        last=last,
        method=METHODS[result.method].summary,
        members=[member.name for member in setup.members],
        source=None if setup.source is None else setup.source.name,
        target=setup.target.name,
        patches=len(setup.target.patches),
        source_share=setup.source_share,
        rows=[_row(record) for record in result.rounds],
        scored=first.scores is not None,
        histogram=_histogram(first.summary, last.summary),
        examples=_examples(setup, before, after),
        options=setup.options,
    )
    with partial_folder(setup.run / REPORT) as made:
        (made / REPORT).write_text(text, encoding="utf-8")


def render(**facts: Any) -> str:
    """The page; every text of a file is escaped, and it may load nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("l4s_core.adaptation", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count=words.count, area=words.area, percent=words.percent, number=words.number)
    style = resources.files("l4s_core.report").joinpath("templates", "report.css").read_text("utf-8")
    style = style.replace("\r\n", "\n") + _STYLE
    checksum = "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src '{checksum}'; base-uri 'none'; form-action 'none'"
    return environment.get_template("adapt.html").render(
        **facts, style=Markup(style), policy=policy, help=page("adapt"), software=software(), pixel_m2=PIXEL_M2
    )


_STYLE = """
.good { background: var(--panel); border-left: 3px solid #3d7a3a; padding: 0.6rem 0.9rem; margin: 0.7rem 0; }
.good p { margin: 0.2rem 0; max-width: none; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 0.8rem; }
.pictures img { width: 100%; height: auto; display: block; image-rendering: pixelated; }
.chart .before { fill: var(--bar); } .chart .after { fill: var(--fit-b); }
.rounds th, .rounds td { padding-right: 0.1rem; } .rounds tbody th { white-space: nowrap; }
.key { display: inline-block; width: 0.9rem; height: 0.9rem; margin: 0 0.25rem 0 0.9rem; vertical-align: -0.1rem; }
.key.both { background: #56b4e9; } .key.new { background: #d55e00; } .key.lost { background: #f0e442; }
.key.before { background: var(--bar); } .key.after { background: var(--fit-b); }
"""


def _row(record: RoundRecord) -> dict[str, Any]:
    return {
        "name": "source model" if record.number == 0 else f"round {record.number}",
        "pseudo": record.pseudo,
        "area": record.summary.landslide_px * PIXEL_M2,
        "summary": record.summary,
        "scores": record.scores,
        "networks": len(record.models),
        "minutes": record.seconds / 60,
    }


def _histogram(before: Summary, after: Summary) -> dict[str, Any]:
    """Bars of the shares of pixels by probability, on a logarithmic axis: nearly all of a scene is background."""
    width, height, left, bottom = 760, 260, 92, 40
    low, high = -5.0, 0.0
    bars = []
    step = (width - left - 10) / BINS
    for which, one in enumerate((before, after)):
        total = max(1, sum(one.histogram))
        for k, pixels in enumerate(one.histogram):
            share = pixels / total
            if share <= 10**low:
                continue
            tall = (np.log10(share) - low) / (high - low) * (height - bottom - 10)
            bars.append(
                {
                    "css": "after" if which else "before",
                    "x": round(left + k * step + 2 + which * (step - 4) / 2, 1),
                    "y": round(height - bottom - tall, 1),
                    "width": round((step - 4) / 2 - 1, 1),
                    "height": round(tall, 1),
                    "title": f"{k / BINS:.2f} to {(k + 1) / BINS:.2f}: {words.percent(share, 3)}",
                }
            )
    ticks = [
        {"y": round(10 + (high - at) / (high - low) * (height - bottom - 10), 1), "label": f"{100 * 10.0**at:g} %"}
        for at in range(int(low), int(high) + 1)
    ]
    return {
        "width": width, "height": height, "left": left, "base": height - bottom, "bars": bars, "ticks": ticks,
        "across": [
            {"x": round(left + at * (width - left - 10), 1), "label": f"{at:g}"} for at in (0, 0.25, 0.5, 0.75, 1)
        ],
    }  # fmt: skip


def _examples(setup: Setup, before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> list[dict[str, str]]:
    """Patches where most has changed and where most is marked by both, in turn."""
    changed = (before ^ after).sum(axis=(1, 2))
    both = (before & after).sum(axis=(1, 2))
    by_change, by_both = np.argsort(-changed, kind="stable"), np.argsort(-both, kind="stable")
    order = [int(k) for pair in zip(by_change, by_both, strict=True) for k in pair]
    chosen = [k for k in dict.fromkeys(order) if changed[k] or both[k]][:EXAMPLES]
    patches = setup.target.patches
    found = []
    for k in chosen:
        patch = patches.read(k)
        picture = _drawn(rgb_of(patch, patches.channels), before[k], after[k])
        found.append(
            {
                "image": picture,
                "title": f"patch {patch.key.id}",
                "words": f"{_area(before[k])} before, {_area(after[k])} after",
            }
        )
    return found


def _area(mask: npt.NDArray[np.bool_]) -> str:
    return words.area(int(mask.sum()) * PIXEL_M2)


def _drawn(rgb: npt.NDArray[np.float32], before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> str:
    """A PNG as a data address: the patch with the rims of what is marked by both, no longer and now."""
    from PIL import Image

    canvas = (np.clip(rgb, 0, 1) * 255).astype(np.uint8).repeat(_TIMES, axis=0).repeat(_TIMES, axis=1)
    for region, colour in ((before & after, _BOTH), (before & ~after, _LOST), (after & ~before, _NEW)):
        canvas[outline(region, _TIMES)] = colour
    out = io.BytesIO()
    Image.fromarray(canvas).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
