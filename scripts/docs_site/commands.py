"""Pages of the command line, from the commands themselves: nothing here can be older than the code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from l4s_core.base.docs import DOCS
from l4s_core.cli.main import COMMANDS, main


class _Recorder(click.HelpFormatter):
    """Takes the sections and rows that a command would print, instead of printing them."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: dict[str, list[tuple[str, str]]] = {}
        self._title = ""

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        self._title = name
        yield

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        self.sections.setdefault(self._title, []).extend(rows)


def command_names() -> list[str]:
    return list(COMMANDS)


def command_page(name: str) -> str:
    """Markdown of one sub-command: usage, what it does, every option."""
    command = main.get_command(click.Context(main, info_name="l4s"), name)
    assert command is not None
    context = _context(command, name, click.Context(main, info_name="l4s"))
    text = [f"# l4s {name}", "", *_body(command, context)]
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            text += ["", f"## l4s {name} {each}", "", *_body(below, _context(below, each, context))]
    return "\n".join(text) + "\n"


def index_page() -> str:
    """Markdown of the list of commands."""
    rows = [f"| [`l4s {name}`]({name}.md) | {_words(words)} |" for name, (_, _, words) in COMMANDS.items()]
    return "\n".join(
        [
            "# Command line",
            "",
            "`l4s COMMAND --help` prints what these pages have; they are written from the commands when the site is",
            "built. `l4s-detect` is the same as `l4s detect`.",
            "",
            "| command | what it does |",
            "|---|---|",
            *rows,
            "",
            "Exit codes: 0 done; 2 input that cannot be used, said in one sentence; 3 some scenes of a batch failed;",
            "130 stopped, and nothing half written is left behind; 1 anything else.",
            "",
        ]
    )


def _context(command: click.Command, name: str, parent: click.Context) -> click.Context:
    return click.Context(command, info_name=name, parent=parent, **command.context_settings)


def _body(command: click.Command, context: click.Context) -> list[str]:
    recorder = _Recorder()
    command.format_options(context, recorder)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    text = ["```", usage, "```", "", *_prose(command.help or "")]
    for title, rows in recorder.sections.items():
        if title == "Commands":
            continue
        text += ["", f"**{title}**" if len(recorder.sections) > 1 else "", ""]
        for names, words in rows:
            text += [f"`{names}`", f":   {_words(' '.join(words.split()))}", ""]
    return text


def _prose(text: str) -> list[str]:
    """The words of a command; of what click keeps as it is (after ``\\b``), indented lines become a block of code."""
    lines: list[str] = []
    for part in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        if not part.startswith("\b"):
            lines += [_words(" ".join(part.split())), ""]
            continue
        kept = part.removeprefix("\b").strip("\n").splitlines()
        while kept:
            indented = kept[0].startswith(" ")
            run = []
            while kept and kept[0].startswith(" ") == indented:
                run.append(kept.pop(0))
            if indented:
                lines += ["```", *inspect.cleandoc("\n".join(run)).splitlines(), "```", ""]
            else:
                lines += [_words(line) + "  " for line in run] + [""]
    return lines


def _words(text: str) -> str:
    """Text of a terminal as Markdown: nothing in it is markup, and addresses of our own pages become links."""
    plain = re.sub(r"([\\`*_<\[\]])", r"\\\1", text)
    return re.sub(rf"{re.escape(DOCS)}/([a-z0-9/-]+)\.html", r"[the page \1](../../\1.md)", plain)
