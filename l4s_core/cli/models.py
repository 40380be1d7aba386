"""``l4s models``: what is installed, and what a model file says about itself."""

from __future__ import annotations

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("model", required=False)
def models(model: str | None) -> None:
    """List the installed models, or show the card of MODEL (a name or a file)."""
    from l4s_core.cli.run import run_command

    run_command(lambda _: _show(model) if model else _list(), "none")


def _list() -> None:
    from l4s_core.predict.model import DEFAULT_MODEL, installed_models, open_model

    for name in installed_models():
        card = open_model(name, "cpu").card
        star = " (default)" if name == DEFAULT_MODEL else ""
        click.echo(f"{name}{star}: {card.title}; channels {' '.join(card.channels)}; {card.licence}")


def _show(model: str) -> None:
    from l4s_core.predict.model import open_model

    opened = open_model(model, "cpu")
    click.echo(opened.card.model_dump_json(indent=2))
    click.echo(f"sha256 {opened.sha256}")
