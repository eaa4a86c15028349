"""Read the command line: every setting as an option of every command, and mistakes as sentences."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NoReturn

from imagen import __version__
from imagen.domain.errors import InvalidInput
from imagen.domain.nearness import nearest
from imagen.domain.ordering import SeedPolicy
from imagen.settings import SETTINGS, SettingDefinition

DEFAULT_MODEL = "sketch:sketch"


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are errors of ours."""

    @property
    def options(self) -> Iterator[str]:
        """Give every option, those of the commands too."""
        for action in self._actions:
            yield from action.option_strings
            if isinstance(action, argparse._SubParsersAction):
                for command in action.choices.values():
                    yield from command.options

    def error(self, message: str) -> NoReturn:
        raise InvalidInput(f"{message[:1].upper()}{message[1:]}.", f"{self.prog} --help lists what there is.")


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; `command` is run where none is named. Raises InvalidInput.

    Settings that are not given are no attributes of the answer.
    """
    parser = _parser()
    _refuse_unknown_options(parser, arguments)
    return parser.parse_args(arguments)


def given_settings(arguments: argparse.Namespace) -> dict[str, str]:
    """Give the texts of the settings that stand on the command line, by their names."""
    return {s.name: getattr(arguments, s.name) for s in SETTINGS if hasattr(arguments, s.name)}


def _refuse_unknown_options(parser: _Parser, arguments: Sequence[str]) -> None:
    """Name the option that is wrong; argparse would take its value for a command and complain about that."""
    known = list(parser.options)
    for word in arguments:
        option = word.partition("=")[0]
        if word == "--":
            return
        if word.startswith("--") and option not in known:
            near = nearest(option, known)
            raise InvalidInput(
                f"There is no option {option}.",
                f"Did you mean {near}?" if near else "imagen --help lists what there is.",
            )


def _parser() -> _Parser:
    parser = _Parser(
        prog="imagen",
        description="Make images, video and audio with many models. Without a command, Imagen runs.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"imagen {__version__}")
    parser.set_defaults(command="run")
    _add_settings(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_command(commands, "run", "Run Imagen (this is the default).")
    _add_command(commands, "doctor", "List all settings and where they come from, and look at the data folder.")
    _add_order(_add_command(commands, "order", "Order from the terminal, whether Imagen runs or not."))
    _add_import(_add_command(commands, "import", "Import files, folders, addresses, or a whole library."))
    _add_export(_add_command(commands, "export", "Export what a search finds, or the whole library, as an archive."))
    return parser


def _add_command(commands: argparse._SubParsersAction[_Parser], name: str, meaning: str) -> _Parser:
    command = commands.add_parser(name, help=meaning, description=meaning, allow_abbrev=False)
    command.set_defaults(command=name)
    if name in ("order", "import", "export"):
        return command  # its own options come first in its help
    _add_settings(command)
    return command


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings", "Each is also an environment variable, named in brackets.")
    for setting in SETTINGS:
        # Without a default here, a setting before the command survives the command's own options.
        meaning = f"{setting.help} [{setting.variable}]".replace("%", "%%")
        if not setting.option:
            continue
        if setting.is_switch:
            group.add_argument(
                setting.option, action="store_const", const="yes", default=argparse.SUPPRESS, help=meaning
            )
        else:
            group.add_argument(setting.option, metavar=_metavar(setting), default=argparse.SUPPRESS, help=meaning)


def _metavar(setting: SettingDefinition) -> str:
    return setting.name.rpartition("_")[2].upper()


def _add_order(parser: _Parser) -> None:
    parser.add_argument("prompt", metavar="PROMPT", help="The prompt with its choices; - reads it from standard input.")
    parser.add_argument("--model", default=DEFAULT_MODEL, help=f"The model's key; {DEFAULT_MODEL} where not given.")
    parser.add_argument(
        "--set",
        dest="values",
        action="append",
        default=[],
        metavar="NAME=EXPRESSION",
        help="A parameter, e.g. steps=12,24.",
    )
    parser.add_argument("--negative", metavar="TEXT", help="What is not wanted; it may have choices too.")
    parser.add_argument("--repeats", type=_count, default=1, metavar="N", help="Make each combination N times.")
    parser.add_argument("--sample", type=_count, metavar="N", help="Make only N of all combinations, drawn evenly.")
    parser.add_argument(
        "--seed-policy",
        choices=[str(policy) for policy in SeedPolicy],
        default=str(SeedPolicy.AS_GIVEN),
        help="Where seeds come from.",
    )
    parser.add_argument("--project", metavar="NAME", help="The project to order in.")
    parser.add_argument("--one-of-each-first", action="store_true", help="Meet every option as early as possible.")
    parser.add_argument("--up-to", metavar="DOLLARS", help="What the order may spend in all, at which it stops.")
    parser.add_argument("--ceiling", metavar="DOLLARS", help="What a generation of unknown price may cost at most.")
    parser.add_argument("--background", action="store_true", help="Let interactive orders go first.")
    parser.add_argument("--dry-run", action="store_true", help="Show what the order would make, and order nothing.")
    parser.add_argument("--json", action="store_true", help="Answer in JSON on standard output.")
    parser.add_argument("--no-wait", action="store_true", help="Do not wait until the order is made.")
    parser.add_argument("--out", metavar="FOLDER", help="Copy the files that were made there.")
    _add_settings(parser)


def _add_import(parser: _Parser) -> None:
    parser.add_argument("what", metavar="PATH|URL", nargs="+", help="A file, a folder, or an address of the web.")
    parser.add_argument("--project", metavar="NAME", help="The project to import into.")
    parser.add_argument("--no-subfolders", action="store_true", help="Take only what lies in the folders themselves.")
    parser.add_argument("--library", action="store_true", help="Take in a library that was exported with --library.")
    parser.add_argument("--json", action="store_true", help="Answer in JSON on standard output.")
    _add_settings(parser)


def _add_export(parser: _Parser) -> None:
    parser.add_argument(
        "search", metavar="SEARCH", nargs="?", default="", help="In the gallery's words, e.g. order:12; all without."
    )
    parser.add_argument("--out", metavar="FILE", help="The archive to write; a name of its own in this folder without.")
    parser.add_argument(
        "--notes",
        choices=["embedded", "stripped", "as-they-are"],
        default="embedded",
        help="What the files tell: how each was made (embedded), nothing (stripped: also by no name, time or list), "
        "or what they tell now (as-they-are).",
    )
    parser.add_argument(
        "--list",
        action=argparse.BooleanOptionalAction,
        help="Add a list of what each was made with, or leave it out.",
    )
    parser.add_argument("--library", action="store_true", help="Everything but keys, to be taken in elsewhere.")
    _add_settings(parser)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"takes a whole number from 1 on, and {text[:40]!r} is none")
    return int(text)
