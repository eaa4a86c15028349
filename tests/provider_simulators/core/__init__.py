"""The parts that all simulated services share: time, faults, the ledger, the recorder, the wire."""
