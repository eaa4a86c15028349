"""The receipts that providers give for submissions: each stands for one attempt, and is never taken for another's."""

from __future__ import annotations

from imagen.data.models import Submission
from imagen.data.repositories import Repositories
from imagen.data.storable import storable, storable_text
from imagen.domain.lifecycle import SubmissionState
from imagen.providers.base import Handle
from imagen.services.in_flight import Flight


def keep_receipt(reading: Repositories, row: Submission, handle: Handle) -> None:
    """Write a receipt down, unless another attempt has it: a service may answer the same request from memory."""
    if row.provider_request_id is None and not of_another_attempt(reading, row, handle):
        row.provider_request_id = handle.request_id
        row.urls = dict(handle.urls)


def keep_first_receipt(unit: Repositories, flight: Flight) -> bool:
    """Write down that an attempt was accepted, and its receipt; tell whether nothing else had been noted of it yet."""
    provider, handle = flight.factory.model.provider, flight.submission.handle
    request_id = storable_text(handle.request_id)
    is_another_s = unit.submissions.is_known(provider, request_id)
    return unit.submissions.accept(
        flight.generation_id,
        flight.attempt,
        None if is_another_s else request_id,
        {} if is_another_s else storable(dict(handle.urls)),
    )


def of_another_attempt(reading: Repositories, row: Submission, handle: Handle) -> bool:
    """Tell whether a receipt was given for another attempt, of this generation or of another."""
    known = reading.submissions.by_request(row.provider, storable_text(handle.request_id))
    return known is not None and known.id != row.id


def can_be_watched(row: Submission) -> bool:
    """Tell whether a provider can be asked about a submission: it may be accepted under a receipt that another has."""
    return row.state is SubmissionState.ACCEPTED and row.provider_request_id is not None
