"""What holds for all tests: none of them touches the keyring of the person who runs them."""

from __future__ import annotations

import os

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in ("REPLICATE_API_TOKEN", "FAL_KEY", "CIVITAI_API_TOKEN"):
    os.environ.pop(_name, None)
