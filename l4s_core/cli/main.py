"""``l4s``: the sub-commands. Each is imported only when it is called, so that help is instant."""

from __future__ import annotations

from importlib import import_module

import click

from l4s_core._version import read_version

# command -> (module, function, one line for the list)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "detect": ("l4s_core.cli.detect", "main", "Map the landslides in a Sentinel-2 scene (also: l4s-detect)."),
    "vectorize": ("l4s_core.cli.vectorize", "vectorize", "Outline a probability raster again, without the network."),
    "grow": ("l4s_core.cli.grow", "grow", "Outline a landslide from one point in it, tight to loose."),
    "measure": (
        "l4s_core.cli.measure",
        "measure",
        "Measure polygons that were drawn or edited, as a run does its own.",
    ),
    "review": ("l4s_core.cli.review", "review", "List the landslides that are most worth a look by a reviewer."),
    "convert": ("l4s_core.cli.convert", "convert", "Write an inventory as others want it, or that of others as ours."),
    "ledger": ("l4s_core.cli.ledger", "ledger", "Follow landslides over the years, from inventory to inventory."),
    "merge": ("l4s_core.cli.merge", "merge", "Merge the inventories of several scenes into one."),
    "compare": (
        "l4s_core.cli.compare",
        "compare",
        "Compare an inventory with a reference: true, false and missed landslides.",
    ),
    "split": ("l4s_core.cli.split", "split", "Split landslides that were mapped as one, along the flow."),
    "exposure": ("l4s_core.cli.exposure", "exposure", "Count the roads, houses, points that landslides hit."),
    "statistics": (
        "l4s_core.cli.statistics",
        "statistics",
        "Fit the sizes of landslides: area-frequency, magnitude, completeness, volume.",
    ),
    "report": ("l4s_core.cli.report", "report", "Write everything that is known of an inventory as one page."),
    "inspect": ("l4s_core.cli.inspect", "inspect", "Show what a scene is and what a run over it would meet."),
    "stack": ("l4s_core.cli.stack", "stack", "Write the channels of a scene on one 10 m grid."),
    "picture": ("l4s_core.cli.picture", "picture", "Write a scene as pictures for a map, without copying it."),
    "search": ("l4s_core.cli.search", "search", "Find scenes before and after an event, and terrain, in a STAC API."),
    "fetch": ("l4s_core.cli.fetch", "fetch", "Download scenes and terrain that a search has found."),
    "patches": ("l4s_core.cli.patches", "patches", "Cut labelled patches for training from a scene and an inventory."),
    "stitch": ("l4s_core.cli.stitch", "stitch", "Join neighbouring patches of Landslide4Sense to larger ones."),
    "evaluate": ("l4s_core.cli.evaluate", "evaluate", "Score a model on labelled patches."),
    "submission": ("l4s_core.cli.submission", "submission", "Write or check the ZIP of the L4S competition."),
    "train": ("l4s_core.cli.train", "train", "Train a network by a recipe on labelled patches."),
    "adapt": ("l4s_core.cli.adapt", "adapt", "Adapt a model to a region without labels."),
    "tune": ("l4s_core.cli.tune", "tune", "Fit a model to polygons that were accepted and rejected in a scene."),
    "export": ("l4s_core.cli.export", "export", "Write a trained network as an ONNX file with its card."),
    "quantize": ("l4s_core.cli.quantize", "quantize", "Write a model in 8-bit integers, with what that costs."),
    "ensemble": ("l4s_core.cli.ensemble", "ensemble", "Write the mean of several models as one model."),
    "info": ("l4s_core.cli.info", "info", "Show the installation: version, machine, devices, models."),
    "models": ("l4s_core.cli.models", "models", "List networks, recipes and models, or show a model's card."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[name]
        command: click.Command = getattr(import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, _, words) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(read_version(), "-V", "--version", prog_name="l4s")
def main() -> None:
    """Landslide inventories from Sentinel-2 and a DEM."""


if __name__ == "__main__":
    main()
