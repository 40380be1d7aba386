"""A model adapted to ground of which there are no labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from l4s_core.adaptation.folder import check_out, same_run
from l4s_core.adaptation.members import members_of
from l4s_core.adaptation.methods import METHODS, get_method
from l4s_core.adaptation.report import REPORT, write_page
from l4s_core.adaptation.result import remove_models, write_models
from l4s_core.adaptation.rounds import SOURCE, Setup, run_rounds
from l4s_core.adaptation.target import Target, open_target
from l4s_core.adaptation.types import AdaptOptions, AdaptResult, Member, RoundRecord
from l4s_core.base.errors import InputError
from l4s_core.base.lock import locked_folder
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.inference.checkpoint import read_header
from l4s_core.patches.fileset import FilePatchSet
from l4s_core.patches.fingerprints import set_fingerprint
from l4s_core.patches.open import open_patches
from l4s_core.training.hardware import Hardware
from l4s_core.training.run_folder import LAST, PATIENCE_S, entries, nothing_half_begun

RESULT = "result.json"


def adapt(
    models: str | Path | Sequence[str | Path],
    source: str | Path | None,
    target: str | Path,
    out: str | Path,
    options: AdaptOptions,
    *,
    dem: str | Path | None = None,
    no_dem: bool = False,
    labels: str | Path | None = None,
    resume: bool = False,
    hardware: Hardware | None = None,
    progress: Progress | None = None,
) -> AdaptResult:
    """Adapt a model, or a recipe that is first trained, to a target without labels.

    Parameters
    ----------
    models : RUN folder, ``.safetensors`` checkpoint or recipe; several for ``progressive``, none for its own.
    source : folder of labelled patches, as for `train`; it is split as the recipe says, and its validation patches
        choose weights and thresholds. None where the method needs no source.
    target : folder of patches, whose masks are not read; or a scene, which is cut into ``out/target``: clouds, their
        shadows and the rim are 255 in every pseudo-mask.
    out : folder of the run. ``resume`` goes on with the one in it: finished rounds and trainings are not repeated, and
        the weights are those of an uninterrupted run.
    dem, no_dem : elevation for a scene, or none.
    labels : folder of labelled patches of the target, or the target itself. Every round is scored on them; they are
        never trained on, and choose nothing but whether the result is recommended.

    Returns
    -------
    AdaptResult
        ``out`` holds ``round_K``, ``report.html``, ``result.json`` and, where the result is recommended,
        ``best.safetensors``, which `open_model` opens.

    Raises
    ------
    InputError : something given cannot be used, or ``out`` holds another run.
    Cancelled : ``progress.check()`` said so; ``resume`` goes on.
    """
    progress, hardware = progress or Silent(), hardware or Hardware()
    method = get_method(options.method)
    _check(options)
    hardware.check()
    named = [str(models)] if isinstance(models, (str, Path)) else [str(name) for name in models]
    run = Path(out).expanduser().absolute()
    check_out(run, resume)
    members = members_of(named, method, options)
    source_path = _source(source, options.method)
    patches = None if source_path is None else open_patches(source_path, expect_masks=True)
    locked = locked_folder(
        run,
        progress,
        busy=f"Another process is at work in {run}; wait for its end, or use a new --out.",
        alone=f"The file system of {run} has no locks; do not adapt in this folder twice at once.",
        option="--out",
        is_empty=lambda: not entries(run),
        patience_s=PATIENCE_S,
    )
    with locked, nothing_half_begun(run, f"{SOURCE}/*/{LAST}", f"round_*/*/{LAST}"):
        needed, optional = _channels(members)
        if patches is not None and (missing := set(needed) - set(optional) - set(patches.channels)):
            raise InputError(
                f"The patches in {source_path} lack {', '.join(sorted(missing))} (there is "
                f"{', '.join(patches.channels)}), which the model needs; give the source that it was trained on."
            )
        asked_target = Path(target).expanduser()
        size = None if patches is None else patches.shape
        opened = open_target(
            asked_target, run, needed, optional, size, progress, dem=None if dem is None else Path(dem), no_dem=no_dem
        )
        scored, same = _labels(labels, opened, needed)
        same_run(run, options, members, patches, opened, scored)
        setup = Setup(
            run=run,
            source=source_path,
            target=opened,
            options=options,
            members=tuple(members),
            hardware=hardware,
            progress=progress,
            source_share=None if patches is None else _landslide_share(patches, run, progress),
            labels=scored,
            labels_are_target=same,
        )
        records = run_rounds(setup, method)
        reasons = verdict(records)
        remove_models(run)
        model, ensemble = (None, None) if reasons else write_models(setup, records[-1])
        result = AdaptResult(run, options.method, not reasons, reasons, records, run / REPORT, model, ensemble)
        progress.stage("writing the report")
        write_page(setup, result)
        with partial_folder(run / RESULT) as made:
            (made / RESULT).write_text(json.dumps(result.facts(), indent=1), encoding="utf-8")
    return result


def verdict(records: Sequence[RoundRecord]) -> list[str]:
    """Why the last model is not recommended, as sentences; nothing where it is."""
    reasons = list(records[-1].collapsed)
    before, after = records[0].scores, records[-1].scores
    if before and after and before["f1"] is not None and after["f1"] is not None and after["f1"] <= before["f1"]:
        reasons.append(
            f"On the labelled patches F1 is {after['f1']:.3f}; that of the source model is {before['f1']:.3f}."
        )
    return reasons


def _check(options: AdaptOptions) -> None:
    if not 0 < options.target_share < 1:
        raise InputError(f"The share of the target must be above 0 and below 1, not {options.target_share:g}.")
    if options.rounds is not None and not 1 <= options.rounds <= 20:
        raise InputError(f"There can be 1 to 20 rounds, not {options.rounds}.")
    if any(text.partition("=")[0].strip() in ("train.steps", "train.epochs") for text in options.overrides):
        raise InputError("How long a round trains is said with --steps, not with --set train.steps or train.epochs.")


def _source(source: str | Path | None, method: str) -> Path | None:
    if source is not None:
        return Path(source).expanduser().resolve()
    if METHODS[method].needs_source:
        raise InputError(f"The method {method} also trains on labelled patches; give their folder with --source.")
    return None


def _channels(members: Sequence[Member]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the networks look at, and what of it none of them needs."""
    needed: dict[str, bool] = {}
    for member in members:
        if member.recipe is not None:
            channels, dropped = member.recipe.channels, member.recipe.dropped_channels()
        else:
            assert member.model is not None
            card = read_header(member.model).card
            channels, dropped = tuple(card.channels), list(card.optional_channels)
        for name in channels:
            needed[name] = needed.get(name, False) or name not in dropped
    return tuple(needed), tuple(name for name, must in needed.items() if not must)


def _labels(labels: str | Path | None, target: Target, needed: Sequence[str]) -> tuple[FilePatchSet | None, bool]:
    """The labelled patches, and whether they are the target's own."""
    if labels is None:
        return None, False
    found = open_patches(labels, expect_masks=True)
    if missing := [name for name in needed if name not in found.channels and name in target.patches.channels]:
        raise InputError(f"The labelled patches in {labels} lack {', '.join(missing)}; give those of the target.")
    asked = Path(labels).expanduser().resolve()
    same = target.folder.resolve() in (asked, asked / "TrainData") and len(found) == len(target.patches)
    return found, same


def _landslide_share(patches: FilePatchSet, run: Path, progress: Progress) -> float:
    """Of the labelled pixels of the source, kept in ``source.json``: a large set takes minutes to read."""
    path, print_ = run / "source.json", set_fingerprint(patches)
    if path.is_file():
        known = json.loads(path.read_text(encoding="utf-8"))
        if known.get("fingerprint") == print_:
            return float(known["landslide_share"])
    landslide = labelled = 0
    progress.stage("reading the labels of the source", len(patches))
    for index in range(len(patches)):
        progress.check()
        mask = patches.read(index).mask
        if mask is not None:
            landslide += int((mask == 1).sum())
            labelled += int((mask <= 1).sum())
        progress.advance()
    share = landslide / max(1, labelled)
    with partial_folder(path) as made:
        (made / path.name).write_text(json.dumps({"fingerprint": print_, "landslide_share": share}), encoding="utf-8")
    return share
