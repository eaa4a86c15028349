"""Random picks as a pure function of the order's seed, the generation's index and the token's path.

Frozen: orders in use depend on it. A pick among `size` options is the BLAKE2b digest of 16 bytes of the UTF-8 text
`"{seed}\\n{index}\\n{path}"`, personalised with `imagen-pick-1`, read as a big-endian number, modulo `size`. The path
is the parameter's name, for texts followed by `/sub-prompt/token`, and for each level inside by `/option/token`; tokens
count from 0 in their own text, sub-prompts and options from 0 (of a range each number is an option).
"""

from __future__ import annotations

from hashlib import blake2b


def pick(seed: int, index: int, path: str, size: int) -> int:
    """Pick one of `size` options for a token of a generation, each with equal chance."""
    text = f"{seed}\n{index}\n{path}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=16, person=b"imagen-pick-1").digest(), "big") % size
