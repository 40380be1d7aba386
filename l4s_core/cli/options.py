"""Options that several commands share, so that they mean and read the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, fields
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

import click

from l4s_core.base.choices import UncertaintyMethod, method_problem
from l4s_core.base.joined import joined
from l4s_core.detection.options import DetectOptions, Inputs, ModelOptions, Option, Outputs

if TYPE_CHECKING:
    from l4s_core.base.event import Event

F = TypeVar("F", bound=Callable[..., Any])


def combine(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several click decorators as one, shown in the order given."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def from_fields(group: type, *names: str, **changes: Any) -> Callable[[F], F]:
    """The options of a group of `detection.options`: those named, or all that the command line has.

    ``changes`` are arguments of `click.option` that are other ones here, such as ``help``.
    """
    known = {each.name: each for each in fields(group) if each.metadata["option"].flag != ""}
    return combine(*(_from_field(known[name], **changes) for name in names or known))


def run_groups(*without: str) -> Callable[[F], F]:
    """Every option of `detection.options` that says what is looked at and how, but some: those of a run and of what
    looks at its input are the same, so that one command line can be turned into the other."""
    groups: list[type] = [Inputs, *(type(group) for group in vars(DetectOptions()).values())]
    return combine(*(from_fields(group, *names) for group in groups if (names := _flagged(group, without))))


def _flagged(group: type, without: Sequence[str]) -> list[str]:
    return [each.name for each in fields(group) if each.metadata["option"].flag != "" and each.name not in without]


def _from_field(field: Field[Any], **changes: Any) -> Callable[[F], F]:
    option: Option = field.metadata["option"]
    default = field.default
    shown = default is not None and not isinstance(default, bool)
    how: dict[str, Any] = {"help": option.help, "metavar": option.metavar}
    if isinstance(default, bool):
        how |= {"is_flag": True}
    else:
        how |= {"type": _click_type(field), "default": default, "show_default": shown}
    if option.several:
        how |= {"multiple": True, "default": (), "callback": lambda _context, _option, values: joined(values)}
    flags = [*option.short, f"--{option.flag or field.name.replace('_', '-')}"]
    return click.option(*flags, field.name, **{**how, **changes})


def _click_type(field: Field[Any]) -> click.ParamType[Any]:
    """From the type and the bounds of a field; what is no number and no choice is text, which the run checks."""
    option: Option = field.metadata["option"]
    kinds = [kind for kind in get_args(field.type) or (field.type,) if kind is not NoneType]
    if get_origin(field.type) is Literal:
        return click.Choice([str(word) for word in kinds])
    [kind] = kinds if len(kinds) == 1 else (str,)
    if kind is UncertaintyMethod:
        return _Method([str(word) for word in get_args(kind)])
    if get_origin(kind) is Literal:
        return click.Choice([str(word) for word in get_args(kind)])
    if kind not in (int, float):
        return click.STRING
    if option.low is None and option.high is None:
        return click.INT if kind is int else _Number()
    bounds = {"min": option.low, "max": option.high, "min_open": option.low_open, "max_open": option.high_open}
    return click.IntRange(**bounds) if kind is int else _Number(**bounds)  # type: ignore[arg-type]


class _Method(click.Choice[str]):
    """A way to tell the uncertainty; of a file it is said which option names it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self.choices:
            self.fail(method_problem(str(value)), param, ctx)
        return super().convert(value, param, ctx)


class _Number(click.FloatRange):
    """A number; of one with a comma it is said how to write it."""

    name = "number"

    def _describe_range(self) -> str:
        """Of a number without bounds, nothing: click writes ``x<=None``."""
        return "" if self.min is None and self.max is None else super()._describe_range()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and re.fullmatch(r"\s*[-+]?\d*,\d+\s*", value):
            self.fail(f"{value!r} has a comma; write {value.strip().replace(',', '.')}.", param, ctx)
        return super().convert(value, param, ctx)


class _Day(click.DateTime):
    """A date; what is none is told how one is written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no date; write year, month and day, such as 2024-07-30.", param, ctx)


event_options: Callable[[F], F] = combine(
    click.option("--event-id", metavar="TEXT", help="Written into every polygon."),
    click.option("--event-date", type=_Day(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Written into every polygon."),
    click.option("--trigger", metavar="TEXT", help="Such as rainfall or earthquake; written into every polygon."),
)


batch_options: Callable[[F], F] = combine(
    click.option(
        "--out-dir",
        metavar="DIR",
        help="Folder for the results of many scenes: an inventory each in scenes/, inventory.gpkg of all, the journal "
        "run.jsonl.",
    ),
    click.option(
        "--manifest",
        metavar="FILE",
        help="Table of the scenes instead of SCENE: CSV with the columns scene, dem, pre, aoi, event_id, event_date, "
        "trigger, name (all but the first optional), or a STAC ItemCollection (.json) as l4s search writes it.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        help="Scenes at a time, each in a process with about 1.5 GB of memory. Default: 1; on a cluster all workers.",
    ),
    click.option(
        "--scheduler",
        metavar="local|ADDRESS",
        help="Work on a Dask cluster: its scheduler (tcp://host:8786), or local for one of this computer's cores.",
    ),
    click.option(
        "--resume",
        is_flag=True,
        help="Go on in --out-dir: scenes that are complete, with the same inputs, model and parameters, are skipped.",
    ),
    click.option(
        "--save",
        type=click.Choice(["probability", "uncertainty", "mask", "overview"]),
        multiple=True,
        help="Also write this for every scene; can be given several times.",
    ),
    click.option("--merge/--no-merge", default=True, help="Merge the inventories of all scenes.  [default: merge]"),
)


def grouped(sections: Mapping[str, Sequence[str]]) -> type[click.Command]:
    """A command whose help lists its options under these headings, by their names; the others come last."""

    class Grouped(click.Command):
        def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
            records = {
                param.name: param.get_help_record(ctx)
                for param in self.get_params(ctx)
                if isinstance(param, click.Option)
            }
            placed = {name for names in sections.values() for name in names}
            rest = [name for name in records if name not in placed]
            for title, names in {**sections, "Other": rest}.items():
                rows = [row for name in names if (row := records.get(name)) is not None]
                with formatter.section(title):
                    formatter.write_dl(rows)

    return Grouped


def event_of(options: dict[str, Any]) -> Event:
    """What `event_options` were given, taken out of ``options``."""
    from l4s_core.base.event import Event

    date = options.pop("event_date")
    return Event(options.pop("event_id"), None if date is None else date.date().isoformat(), options.pop("trigger"))


patch_model_options: Callable[[F], F] = combine(
    from_fields(ModelOptions, "device"),
    from_fields(ModelOptions, "backend", help="What runs the model."),
    click.option(
        "--batch", type=click.IntRange(1, 4096), default=16, show_default=True, metavar="N", help="Patches at a time."
    ),
    from_fields(ModelOptions, "trust_pickle"),
)

run_options: Callable[[F], F] = combine(
    from_fields(Outputs, "overwrite"),
    click.option(
        "--progress",
        "style",
        type=click.Choice(["auto", "bar", "lines", "json", "none"]),
        default="auto",
        show_default=True,
        help="How to report progress; json writes JSON lines to standard output.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Every parameter of the run at its end, and the whole traceback if something breaks.",
    ),
)
