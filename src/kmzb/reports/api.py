"""The door of the reports room."""

from kmzb.reports.actions import AlreadyStored, confirm, erase, submit
from kmzb.reports.durable import durably, in_one_batch
from kmzb.reports.errors import (
    FieldError,
    Invalid,
    NotFound,
    OutsideCountry,
    ProofExpired,
    ProofInvalid,
    ProofReplayed,
    RateLimited,
    ReceiptConflict,
    Refusal,
    Unavailable,
)
from kmzb.reports.inserting import insert
from kmzb.reports.intake import Draft, check, reach_of, validate
from kmzb.reports.limits import admit, admit_plain, admit_plain_confirmation
from kmzb.reports.models import Confirmation, Report
from kmzb.reports.planting import Seedling, confirm_sample, sample_count, submit_samples
from kmzb.reports.proofs import Proof, check_proof, forget_expired, new_challenge, spend
from kmzb.reports.queries import (
    confirmation_counts,
    confirmation_stream,
    description_of,
    has_content,
    is_confirmed_by,
    secret_of,
)
from kmzb.reports.raw import Parsed, RawDraft, parse
from kmzb.reports.receipts import find_by_receipt, find_by_receipt_hash, hash_of_receipt, is_hash, normalise_receipt
from kmzb.reports.sealing import Damaged, Erased, ReportSecret
from kmzb.reports.states import DESCRIPTION_MAX, RULES_VERSION, Lane, Purpose, TimeOfDay

__all__ = [
    "DESCRIPTION_MAX",
    "RULES_VERSION",
    "AlreadyStored",
    "Confirmation",
    "Damaged",
    "Draft",
    "Erased",
    "FieldError",
    "Invalid",
    "Lane",
    "NotFound",
    "OutsideCountry",
    "Parsed",
    "Proof",
    "ProofExpired",
    "ProofInvalid",
    "ProofReplayed",
    "Purpose",
    "RateLimited",
    "RawDraft",
    "ReceiptConflict",
    "Refusal",
    "Report",
    "ReportSecret",
    "Seedling",
    "TimeOfDay",
    "Unavailable",
    "admit",
    "admit_plain",
    "admit_plain_confirmation",
    "check",
    "check_proof",
    "confirm",
    "confirm_sample",
    "confirmation_counts",
    "confirmation_stream",
    "description_of",
    "durably",
    "erase",
    "find_by_receipt",
    "find_by_receipt_hash",
    "forget_expired",
    "has_content",
    "hash_of_receipt",
    "in_one_batch",
    "insert",
    "is_confirmed_by",
    "is_hash",
    "new_challenge",
    "normalise_receipt",
    "parse",
    "reach_of",
    "sample_count",
    "secret_of",
    "spend",
    "submit",
    "submit_samples",
    "validate",
]
