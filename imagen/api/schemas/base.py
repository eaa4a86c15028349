"""What all bodies share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """A JSON body: unknown names are refused, so that a misspelled one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
