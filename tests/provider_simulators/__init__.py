"""HTTP simulators of Replicate, fal.ai and civitai: their real protocols, faults to script, a ledger of what was paid.

They import nothing of the app. `with simulators() as sims:` starts them; `python -m tests.provider_simulators`
does so for people.
"""

from __future__ import annotations

from tests.provider_simulators.core.accounts import Account
from tests.provider_simulators.core.faults import Fault
from tests.provider_simulators.core.speed import Speed
from tests.provider_simulators.simulators import SETTINGS, Simulators, simulators

__all__ = ["SETTINGS", "Account", "Fault", "Simulators", "Speed", "simulators"]
