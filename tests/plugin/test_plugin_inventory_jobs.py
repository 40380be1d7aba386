"""The command lines of what is done with inventories, against the parsers of the real commands."""

from __future__ import annotations

from typing import Any

import click
import pytest

from l4s_core.cli.main import main
from l4s_core.exchange.convert import ENDINGS
from qgis_plugin.jobs import ConvertJob, LedgerJob, TuneJob


def parsed(arguments: list[str]) -> dict[str, Any]:
    """What the real parser makes of it, with ``--progress json`` appended as the plugin's connection does."""
    context, command = click.Context(main), main
    words = [*arguments, "--progress", "json"]
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, name
        command, context = found, click.Context(found, parent=context)
    return command.make_context("command", words, parent=context).params


def test_every_value_arrives() -> None:
    job = ConvertJob("-odd.kmz", "/out/-o.gpkg", "inventory", "2009", "EPSG:32648", overwrite=True)
    found = parsed(job.arguments())
    assert found["inventory"] == "./-odd.kmz" and found["output"] == "/out/-o.gpkg" and found["style"] == "json"
    assert (found["to"], found["layer"], found["crs"], found["overwrite"]) == ("inventory", "2009", "EPSG:32648", True)
    found = parsed(LedgerJob("-a.gpkg", "/data/b c.gpkg", "-o.gpkg", overwrite=True).arguments())
    assert (found["old"], found["new"], found["output"]) == ("./-a.gpkg", "/data/b c.gpkg", "-o.gpkg")
    assert found["overwrite"] is True


@pytest.mark.parametrize("to", list(ENDINGS))
def test_the_command_knows_every_format(to: str) -> None:
    assert parsed(ConvertJob("a.gpkg", "b", to).arguments())["to"] == to


def test_a_tuning_says_everything() -> None:
    model = ("-m.onnx", "s p", "-r.gpkg", "o.onnx", "landslides", "d.tif")
    job = TuneJob(*model, "B2,-", -1000.0, 10000.0, "L2A", "none", True, "feet", True, True, True, True)
    found = parsed(job.arguments())
    assert (found["model"], found["scene"], found["corrections"]) == ("./-m.onnx", "s p", "-r.gpkg")
    assert (found["offset"], found["scale"], found["clouds"], found["dem_unit"]) == (-1000, 10000, "none", "feet")
    assert all(found[name] for name in ("keep_anyway", "mask_water", "allow_partial_dem", "overwrite", "force"))
    assert parsed(TuneJob(None, "s", "r.gpkg", "o.onnx").arguments())["model"] is None
