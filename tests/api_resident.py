"""A resident who talks to the API as a program would: draws receipts and pays for proofs."""

import hashlib
from dataclasses import dataclass
from typing import Any

from altcha import Challenge, Payload, solve_challenge

from kmzb.lib.ids import receipt
from site_under_test import Site

OPOCZNO = (20.2931, 51.3782)


@dataclass
class ApiResident:
    """Sends reports to a running site."""

    site: Site

    def proof(self, purpose: str = "report") -> str:
        status, challenge = self.site.call(f"/api/v1/challenge?for={purpose}")
        assert status == 200, challenge
        parsed = Challenge.from_dict(challenge)
        solution = solve_challenge(parsed)
        assert solution is not None
        return Payload(parsed, solution).to_base64()

    def draft(self, **fields: Any) -> tuple[str, dict[str, Any]]:
        """Return a receipt and the body of a report that is fit to be sent."""
        code = receipt()
        lon, lat = OPOCZNO
        body = {
            "category": "speeding",
            "lon": lon,
            "lat": lat,
            "receipt_hash": hashlib.sha256(code.encode()).hexdigest(),
            "rules_accepted": True,
            **fields,
        }
        return code, body

    def report(self, **fields: Any) -> tuple[str, dict[str, Any]]:
        """Send a report; return its receipt and the answer."""
        code, body = self.draft(**fields)
        status, answer = self.site.call("/api/v1/reports", {**body, "altcha": self.proof()})
        assert status == 201, answer
        return code, answer

    def follow(self, code: str) -> tuple[int, Any]:
        return self.site.call("/api/v1/follow-up", {"receipt": code})
