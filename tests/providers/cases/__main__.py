"""Records a case: `python -m tests.providers.cases MODEL '{"prompt": "…"}' > tests/providers/cases/NAME.json`."""

from __future__ import annotations

import json
import sys

from tests.provider_simulators import simulators
from tests.providers.cases import record

if __name__ == "__main__":
    with simulators() as sims:
        made = record(sims, sys.argv[1], json.loads(sys.argv[2]))
    print(json.dumps(made, indent=2, ensure_ascii=False))
