"""Ids, hosts and seeds that are the same for the same seed."""

from __future__ import annotations

import random
import string
import uuid

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


class Identity:
    """Hand out ids in each service's style from one seeded source."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)

    def letters(self, length: int, alphabet: str = CROCKFORD) -> str:
        """Return that many random characters."""
        return "".join(self.random.choices(alphabet, k=length))

    def prediction(self) -> str:
        """Return an id like Replicate's: 26 small letters and digits."""
        return self.letters(26)

    def request(self) -> str:
        """Return an id like fal's: a UUID."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def workflow(self) -> str:
        """Return an id like civitai's."""
        return f"wf_{self.letters(26).upper()}"

    def blob(self) -> str:
        """Return a name like civitai's blobs have."""
        return self.letters(26, string.ascii_uppercase + string.digits)

    def seed(self) -> int:
        """Return the seed of a run that was given none."""
        return self.random.randrange(2**31)
