r"""Cut a search into chunks, parentheses and minus signs, in one pass.

chunk = { character | quoted }      up to white space or a parenthesis outside quotes
quoted = '"' { character | '\"' | '\\' } '"'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from imagen.domain.search.problems import Problem, ProblemKind


class Mark(StrEnum):
    """What a token of the language is."""

    CHUNK = "chunk"
    MINUS = "-"
    OPEN = "("
    CLOSE = ")"


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as it is meant, with its place; `end` is behind it and what closes its quotes."""

    text: str
    start: int
    end: int
    quoted: bool

    def is_mark(self, marks: str) -> bool:
        """Tell whether it is one of these characters outside quotes."""
        return not self.quoted and self.text in marks


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a chunk: letters, and the place where it stands even when it has none."""

    letters: tuple[Letter, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def is_quoted(self) -> bool:
        return any(letter.quoted for letter in self.letters)

    def split(self, mark: str) -> Iterator[Piece]:
        """Part it at each mark outside quotes."""
        start = self.start
        held: list[Letter] = []
        for letter in self.letters:
            if letter.is_mark(mark):
                yield Piece(tuple(held), start, letter.start)
                start = letter.end
                held = []
            else:
                held.append(letter)
        yield Piece(tuple(held), start, self.end)

    def cut(self, marks: str) -> tuple[Piece, str, Piece] | None:
        """Part it once at the first of these marks outside quotes."""
        for place, letter in enumerate(self.letters):
            if letter.is_mark(marks):
                before = Piece(self.letters[:place], self.start, letter.start)
                return before, letter.text, Piece(self.letters[place + 1 :], letter.end, self.end)
        return None


@dataclass(frozen=True, slots=True)
class Token:
    """A chunk or a mark, with its place."""

    mark: Mark
    start: int
    end: int
    piece: Piece | None = None


def scan(source: str, problems: list[Problem]) -> list[Token]:
    """Cut a text into its tokens, adding a problem where quotes are never closed."""
    tokens: list[Token] = []
    at, length = 0, len(source)
    while at < length:
        character = source[at]
        if character.isspace():
            at += 1
        elif character in "()":
            tokens.append(Token(Mark(character), at, at + 1))
            at += 1
        elif character == "-":
            tokens.append(Token(Mark.MINUS, at, at + 1))
            at += 1
        else:
            piece = _chunk(source, at, problems)
            tokens.append(Token(Mark.CHUNK, piece.start, piece.end, piece))
            at = piece.end
    return tokens


def _chunk(source: str, start: int, problems: list[Problem]) -> Piece:
    letters: list[Letter] = []
    at = start
    while at < len(source) and not source[at].isspace() and source[at] not in "()":
        if source[at] == '"':
            at = _quoted(source, at, letters, problems)
        else:
            letters.append(Letter(source[at], at, at + 1, False))
            at += 1
    return Piece(tuple(letters), start, at)


def _quoted(source: str, opening: int, letters: list[Letter], problems: list[Problem]) -> int:
    at = opening + 1
    while at < len(source) and source[at] != '"':
        escaped = source[at] == "\\" and source[at + 1 : at + 2] in ('"', "\\")
        end = at + 2 if escaped else at + 1
        letters.append(Letter(source[end - 1], at, end, True))
        at = end
    if at == len(source):
        message = "These quotes are never closed. Close them behind the last word that belongs to them."
        inside = source[opening:]
        slash = "\\" if letters and letters[-1].text == "\\" and letters[-1].end - letters[-1].start == 1 else ""
        mend = f'{inside}{slash}"' if any(letter.isalnum() for letter in inside) else ""
        problems.append(Problem(ProblemKind.UNCLOSED_QUOTE, opening, len(source), message, mend))
        return at
    return at + 1
