"""A text parameter on its way through an order: its sub-prompts, and each of its combinations rendered or in blocks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from imagen.domain.expansion.blocks import Blocks, blocks_for
from imagen.domain.expansion.covering import Wheel
from imagen.domain.expansion.nodes import Sequence
from imagen.domain.expansion.outcome import MOST_LABELS, Choice, Factor
from imagen.domain.expansion.program import Pick, Program, Run


class TextProgram:
    """A text parameter ready to render; `pure` when a combination's number alone decides what is printed."""

    def __init__(self, parameter: str, source: str, sequences: tuple[Sequence, ...], programs: list[Program]) -> None:
        self.parameter = parameter
        self.source = source
        self.sequences = sequences
        self.programs = programs or [Program((), "")]
        self.offsets = [0, *accumulate(program.count for program in self.programs)]
        self.count = self.offsets.pop()
        self.random = any(program.random for program in self.programs)
        self._blocks: dict[tuple[int, bool], Blocks] = {}
        self._wholes: dict[tuple[int, bool], Block] = {}

    @property
    def is_blank(self) -> bool:
        return not self.sequences

    @property
    def varies(self) -> bool:
        """Tell whether it may print different texts."""
        return len(self.programs) > 1 or self.programs[0].varies

    def locate(self, digit: int) -> tuple[int, int]:
        """Find the sub-prompt in which a combination lies, and which of its combinations that is."""
        branch = bisect_right(self.offsets, digit) - 1
        return branch, digit - self.offsets[branch]

    def render(self, digit: int, run: Run) -> str:
        """Print one combination, leaving in the run what it bound and chose."""
        branch, rest = self.locate(digit)
        run.parameter = self.parameter
        if run.choices is not None and len(self.programs) > 1:
            prompt = self.sequences[branch]
            chosen = Choice(self.parameter, self.parameter, "", branch, prompt.source, prompt.start, prompt.end)
            run.choices.append(chosen)
        return self.programs[branch].render(rest, run, f"{self.parameter}/{branch}", False, None).strip()

    def block(self, digit: int, recording: bool) -> tuple[int, Block]:
        """Give combinations from `digit` on, as many as are made at one go, and up to which one they go."""
        branch, rest = self.locate(digit)
        key = (branch, recording)
        if rest == 0 and key in self._wholes:
            return digit + len(self._wholes[key].texts), self._wholes[key]
        if key not in self._blocks:
            split = None
            if recording and len(self.programs) > 1:
                prompt = self.sequences[branch]
                split = Choice(self.parameter, self.parameter, "", branch, prompt.source, prompt.start, prompt.end)
            path = f"{self.parameter}/{branch}"
            self._blocks[key] = blocks_for(self.programs[branch], self.parameter, path, split, recording)
        texts, choices = self._blocks[key].from_digit(rest)
        block = Block(texts, choices)
        if len(texts) == self.programs[branch].count:
            self._wholes[key] = block
        return digit + len(texts), block

    def wheel(self) -> Wheel:
        """Tell which combinations it takes to meet every option."""
        branches = []
        for offset, program in zip(self.offsets, self.programs, strict=True):
            tokens = [(p.count, s) for p, s in zip(program.parts, program.strides, strict=True) if isinstance(p, Pick)]
            branches.append((offset, tuple(tokens)))
        return Wheel(self.count, tuple(branches))

    def factors(self) -> list[Factor]:
        """Name the axes of this text: the split if there is one, then the tokens from left to right."""
        split = len(self.programs) > 1
        found = []
        if split:
            labels = tuple(prompt.source for prompt in self.sequences[:MOST_LABELS])
            options = len(self.programs)
            found.append(
                Factor(self.parameter, "", self.count, labels, "split", self.parameter, options, 0, len(self.source))
            )
        for branch, program in enumerate(self.programs):
            for part in program.parts:
                if isinstance(part, Pick):
                    found.append(self._factor(part, branch, split))
        return found

    def _factor(self, token: Pick, branch: int, split: bool) -> Factor:
        return Factor(
            self.parameter,
            token.name,
            token.count,
            token.table.labels(MOST_LABELS),
            "random" if token.random else token.kind,
            f"{self.parameter}/{branch}/{token.ordinal}",
            token.table.size,
            token.start,
            token.end,
            self.parameter if split else None,
            branch if split else None,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Texts of consecutive combinations, and their choices where recorded."""

    texts: list[str]
    choices: list[tuple[Choice, ...]]
