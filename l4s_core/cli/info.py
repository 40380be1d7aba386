"""``l4s info``: the installation, the machine, the models."""

from __future__ import annotations

import json
from typing import Any

import click

_BACKENDS = {"onnx": "onnxruntime", "openvino": "openvino", "torch": "torch"}  # --backend and the package behind it


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(as_json: bool) -> None:
    """Show the installation: version, Python, cores, memory, GPUs, optional packages and installed models."""
    from l4s_core.cli.run import run_command

    run_command(lambda _: _info(as_json), "none")


def _info(as_json: bool) -> None:
    from l4s_core.cli.installation import installation

    facts = installation()
    if as_json:
        click.echo(json.dumps(facts))
        return
    memory = facts["memory_bytes"]
    packages = [f"{name} {version or 'not installed'}" for name, version in facts["packages"].items()]
    for name, text in (
        ("l4s", facts["version"]),
        ("Python", f"{facts['python']} ({facts['executable']})"),
        ("System", facts["platform"]),
        ("CPU", f"{facts['cores']} cores, {'memory not known' if memory is None else f'{memory / 2**30:.1f} GiB'}"),
        ("GPU", ", ".join(map(_gpu, facts["gpus"])) or "none found"),
        ("Runs on", ", ".join(facts["execution_providers"]) or "ONNX Runtime cannot be used"),
        ("Backends", ", ".join(name for name, package in _BACKENDS.items() if facts["packages"][package]) or "none"),
        ("Packages", ", ".join(packages)),
        *(("Model", _model(model)) for model in facts["models"]),
    ):
        click.echo(f"{name:<12}{text}")


def _gpu(gpu: dict[str, Any]) -> str:
    memory = gpu["memory_bytes"]
    return str(gpu["name"]) + ("" if memory is None else f" ({memory / 2**30:.0f} GiB)")


def _model(model: dict[str, Any]) -> str:
    if model["problem"]:
        return f"{model['name']}: {model['problem']}"
    default = " (default)" if model["default"] else ""
    levels, accuracy = " and ".join(model["levels"]), model["accuracy"] or "accuracy not stated"
    return f"{model['name']}{default}: {model['title']}; {levels}; threshold {model['threshold']:g}; {accuracy}"
