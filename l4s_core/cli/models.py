"""``l4s models``: what can be trained, what is installed, and what a model file says about itself."""

from __future__ import annotations

import json
from typing import Any

import click

from l4s_core.cli.options import from_fields
from l4s_core.detection.options import ModelOptions


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("model", required=False, metavar="[NAME|FILE]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@from_fields(ModelOptions, "trust_pickle")
def models(model: str | None, as_json: bool, trust_pickle: bool) -> None:
    """List networks, recipes and installed models, or show the card of a model.

    NAME|FILE is an installed model, an .onnx file, a .safetensors checkpoint, the folder of a training run or a .yaml
    ensemble.
    """
    from l4s_core.cli.run import run_command

    run_command(lambda _: _show(model, as_json, trust_pickle) if model else _list(as_json), "none")


def _list(as_json: bool) -> None:
    found = {"networks": _networks(), "recipes": _recipes(), "models": _installed()}
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    click.echo("Networks (network.name of a recipe):")
    for entry in found["networks"]:
        variants = f" [{' '.join(entry['variants'])}]" if entry["variants"] else ""
        click.echo(f"  {entry['name']}: {entry['summary']}{variants}")
    click.echo(
        "  Exported with l4s export, swin_unet is about three times as fast on Intel CPUs with --backend openvino."
    )
    click.echo("\nRecipes (l4s train NAME):")
    for entry in found["recipes"]:
        click.echo(f"  {entry['name']}: {entry['summary']}")
    click.echo("\nInstalled models (l4s-detect --model NAME):")
    for entry in found["models"]:
        star = " (default)" if entry["default"] else ""
        click.echo(
            f"  {entry['name']}{star}: {entry['title']}; channels {' '.join(entry['channels'])}; {entry['licence']}"
        )


def _networks() -> list[dict[str, Any]]:
    from l4s_core.networks.registry import NETWORKS, SMP_DESCRIPTION

    listed: list[dict[str, Any]] = [
        {"name": e.name, "summary": e.description, "paper": e.paper, "variants": list(e.variants)}
        for e in NETWORKS.values()
    ]
    name, _, summary = SMP_DESCRIPTION.partition(": ")
    return [*listed, {"name": name, "summary": summary, "paper": "", "variants": []}]


def _recipes() -> list[dict[str, str]]:
    from l4s_core.training.recipes.files import installed_recipes, read_yaml

    found = []
    for name, path in installed_recipes().items():
        summary = read_yaml(path).get("summary", "")
        found.append({"name": name, "summary": str(summary)})
    return found


def _installed() -> list[dict[str, Any]]:
    from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
    from l4s_core.inference.open import describe_model

    found: list[dict[str, Any]] = []
    for name in installed_models():
        card, sha256 = describe_model(name)
        first = {"name": name, "default": name == DEFAULT_MODEL, "sha256": sha256, "channels": card.channels}
        found.append(first | card.model_dump(mode="json"))
    return found


def _show(model: str, as_json: bool, trust_pickle: bool) -> None:
    from l4s_core.inference.open import describe_model

    card, sha256 = describe_model(model, trust_pickle=trust_pickle)
    fields = card.model_dump(mode="json")
    if as_json:
        click.echo(json.dumps(fields | {"sha256": sha256}, indent=2))
        return
    if card.trained_on is not None:  # tens of thousands of letters that mean nothing to people
        fields["trained_on"]["prints"] = f"{len(card.trained_on.each())} prints, see --json"
    click.echo(json.dumps(fields, indent=2, ensure_ascii=False))
    click.echo(f"sha256 {sha256}")
    if card.quantisation is not None:
        from l4s_core.cli.quantize import losses

        click.echo("Computes in 8-bit integers. " + losses(card.quantisation))
