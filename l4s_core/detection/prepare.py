"""The second step of a run: what is made once for a scene, however many processes then work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.progress import Progress
from l4s_core.channels.registry import bands_of, is_before, is_terrain, needs_before
from l4s_core.clouds.level import choose_level
from l4s_core.clouds.packed import pack_mask
from l4s_core.detection.opening import Opened
from l4s_core.detection.run_table import run_facts
from l4s_core.detection.sanity.scene import judge_stack, option_doubts
from l4s_core.domain.types import Doubt, Verdict
from l4s_core.inference.card import FixedNormalisation, ModelCard, RelativeBrightness
from l4s_core.inference.protocol import BatchStatistics, Model
from l4s_core.inventory.types import RunFacts
from l4s_core.normalisation.brightness_pass import sample_step
from l4s_core.normalisation.normalise import Reference
from l4s_core.normalisation.scene_statistics import LEAST_PX
from l4s_core.predict.batch_statistics import reestimated
from l4s_core.predict.scene import scene_references
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.grid import analysis_grid
from l4s_core.scene.types import Level
from l4s_core.stack.decoded import decoded
from l4s_core.stack.open import open_stack
from l4s_core.stack.part import StackPart
from l4s_core.stack.stack import Stack


@dataclass(frozen=True, eq=False)
class Prepared:
    """A scene that is ready for its windows.

    Attributes
    ----------
    stack : of the whole scene.
    references : what each input of the model is compared with, on the grid of `target`.
    level_taken : what a scene of unknown level is taken for, None where that does not matter.
    facts : what every polygon carries.
    doubts : what is suspicious about the scene.
    batch_statistics : those of the model on this scene, where they were re-estimated.
    verdict : what that comes to for the model.
    """

    opened: Opened
    stack: Stack
    references: Sequence[Reference]
    level_taken: Level | None
    facts: RunFacts
    doubts: tuple[Doubt, ...] = ()
    batch_statistics: BatchStatistics | None = None
    verdict: Verdict = field(default_factory=Verdict)

    def target(self) -> tuple[Stack, WindowPlan]:
        """What the windows go over, and where they are: the scene, or the piece of it around the area."""
        opened = self.opened
        if opened.area is None or opened.around is None:
            return self.stack, opened.plan
        return StackPart(self.stack, opened.around, opened.area.touches), opened.plan.part(opened.around)

    def portable(self, progress: Progress) -> Prepared:
        """The same without a file of this process: what a cloud test found and how a DEM is put together go along."""
        clouds = pack_mask(self.stack.clouds, self.stack.grid, self.opened.clouds_in, progress)
        return replace(self, stack=self.stack.portable(clouds))


def prepare(opened: Opened, model: Model, work: Path, progress: Progress) -> Prepared:
    """The stack of a scene with its cloud mask, the references of the model's normalisation, and where it is adapted to
    the scene its batch statistics.

    ``work`` is a folder for temporary files, which must live as long as the result, unless that is made
    `Prepared.portable`. The caller closes ``stack``.

    Raises
    ------
    InputError
        DEM, bands and model do not go together, the cloud test cannot be had, too little was observed to adapt to, or
        the model would certainly be wrong on the scene (`domain.judge`) and the request does not force it.
    """
    request, card = opened.request, opened.card
    relative = any(isinstance(group.normalisation, RelativeBrightness) for group in card.inputs)
    scene = opened.scene
    if opened.area is None and not all(isinstance(group.normalisation, FixedNormalisation) for group in card.inputs):
        scene = decoded(scene, _bands(card), work, progress)  # what the windows read is looked at before
    stack = open_stack(
        scene,
        request.dem,
        card.required_channels,
        work,
        progress,
        before=opened.before if needs_before(card.channels) else None,
        kept=None if scene is opened.scene else opened.scene,
        **vars(request.options.clouds),
        **vars(request.options.terrain),
        area=None if opened.area is None else opened.area.roi,
        clouds_in=opened.clouds_in,
        threads=request.options.model.threads,
        sample_step=sample_step(analysis_grid(opened.scene.grid)) if relative else None,
    )
    try:
        level_taken, unsure = _taken_level(stack, card, progress)
        facts = run_facts(stack, card.id, opened.model_sha256, request.event or Event(), opened.before)
        made = Prepared(opened, stack, (), level_taken, facts)
        target, plan = made.target()
        verdict, beside = judge_stack(target, card, stack.scene.level, compared=opened.looks_at_change)
        verdict = replace(verdict, doubts=(*unsure, *verdict.doubts))
        if (refusal := verdict.refusal(opened.scene.source)) and not request.options.guard.force:
            raise InputError(refusal)
        doubts = (*option_doubts(opened.scene.decisions), *verdict.doubts, *beside)
        adapts = request.options.look.adapt == "normalisation"
        references = scene_references(target, card, work, progress, least_px=LEAST_PX if adapts else 0)
        statistics = reestimated(target, model, references, plan, progress) if adapts else None
        return replace(made, references=references, doubts=doubts, batch_statistics=statistics, verdict=verdict)
    except BaseException:
        stack.close()
        raise


def _bands(card: ModelCard) -> tuple[str, ...]:
    """The bands of the scene that the model's required channels are made of."""
    return bands_of(name for name in card.required_channels if not is_before(name) and not is_terrain(name))


def _taken_level(stack: Stack, card: ModelCard, progress: Progress) -> tuple[Level | None, list[Doubt]]:
    """What a scene of unknown level is taken for where the model is for one level only, else None; and what there is
    to doubt about it. This is a guess from the values, so it refuses nothing."""
    if stack.scene.level is not None or len(card.levels) > 1:
        return None, []
    found = choose_level(stack.scene, stack.optical)
    wanted = card.levels[0]
    level = found.level if found.known else None
    if level == wanted:
        progress.message(f"The model {card.id} is for {wanted}; the scene's level is not known, it is {found.words}.")
        return level, []
    taken = f", and it is {found.words}" if found.known else f" ({found.decision.reason})"
    return level, [
        Doubt(
            "level",
            f"The model {card.id} is for {wanted}, but the scene's level is not known{taken}: its landslides may be "
            f"wrong; say --level {wanted} if it is, or choose another model.",
        )
    ]
