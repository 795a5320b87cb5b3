"""What a rude client sends through a real socket; the same refusals in finer grain stand in tests/public."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from typing import Any

import pytest

from api_resident import ApiResident
from site_under_test import Site

REPORTS = "/api/v1/reports"
HUGE = 100_000_000
SOON_S = 5.0


@pytest.fixture
def resident(site: Site) -> ApiResident:
    return ApiResident(site)


def exchange(
    site: Site, path: str, body: bytes, *, repeat: int = 1, **headers: str
) -> tuple[int, dict[str, Any], float]:
    """Post the bytes as they are, as many as the server takes; return status, JSON and the seconds it took."""
    begun = time.monotonic()
    given = {"Content-Type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=30)) as wire:
        wire.putrequest("POST", path)
        for name, text in given.items():
            wire.putheader(name, text)
        wire.endheaders()
        with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough
            for _ in range(repeat):
                wire.send(body)
        answer = wire.getresponse()
        return answer.status, json.loads(answer.read()), time.monotonic() - begun


def test_ten_equal_posts_at_once_are_one_report(site: Site, resident: ApiResident):
    code, body = resident.draft(description="Dziesięć razy to samo")
    body["altcha"] = resident.proof()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: site.call(REPORTS, body), range(10)))
    assert sorted(status for status, _ in answers) == [200] * 9 + [201]
    assert len({json.dumps(answer) for _, answer in answers}) == 1
    assert len(resident.follow(code)[1]["history"]) == 1


def test_one_proof_at_once_buys_one_report(site: Site, resident: ApiResident):
    proof = resident.proof()
    bodies = [{**resident.draft()[1], "altcha": proof} for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda body: site.call(REPORTS, body), bodies))
    assert sorted(status for status, _ in answers) == [201, 403, 403, 403]
    assert {answer["error"]["code"] for status, answer in answers if status == 403} == {"proof_replayed"}


@pytest.mark.parametrize("path", [REPORTS, "/api/v1/follow-up"])
def test_a_huge_body_is_refused_at_once(site: Site, path: str):
    status, answer, seconds = exchange(site, path, b" " * 1000, Content_Length=str(HUGE))
    assert (status, answer["error"]["code"]) == (413, "too_large")
    assert seconds < SOON_S


def test_a_huge_body_that_is_sent_all_the_same_harms_nobody(site: Site):
    status, answer, _ = exchange(site, REPORTS, b" " * 1_000_000, repeat=100, Content_Length=str(HUGE))
    assert (status, answer["error"]["code"]) == (413, "too_large")
    assert site.call("/healthz")[0] == 200


def test_a_huge_body_in_chunks_is_refused(site: Site):
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    status, answer, _ = exchange(site, REPORTS, chunk, repeat=100, Transfer_Encoding="chunked")
    assert (status, answer["error"]["code"]) == (413, "too_large")
    assert site.call("/healthz")[0] == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff{}", b'{"lon": NaN}', b'{"lon": 1, "lon": 2}', b"[" * 60_000]
)
def test_broken_json_is_a_bad_request(site: Site, body: bytes):
    status, answer, _ = exchange(site, REPORTS, body, Content_Length=str(len(body)))
    assert (status, answer["error"]["code"]) == (400, "bad_request")
    assert answer["error"]["message"]


def test_another_type_another_site_and_unknown_fields(site: Site, resident: ApiResident):
    _, body = resident.draft()
    body["altcha"] = resident.proof()
    raw = json.dumps(body).encode()
    plain = {"Content_Length": str(len(raw)), "Content_Type": "text/plain"}
    assert exchange(site, REPORTS, raw, **plain)[0] == 415
    assert site.call(REPORTS, body, Origin="https://example.org")[1]["error"]["code"] == "cross_site"
    status, answer = site.call(REPORTS, {**body, "phone": "600 000 000"}, **{"Accept-Language": "uk"})
    assert (status, answer["error"]["fields"]["phone"]["code"]) == (422, "unknown")
    assert any("а" <= letter <= "я" for letter in answer["error"]["message"])
    assert site.call(REPORTS, body)[0] == 201


def test_who_sends_slowly_holds_up_nobody_who_reads(site: Site):
    told = ("Host: 127.0.0.1", "Content-Type: application/json", "Content-Length: 500")
    begun_body = "\r\n".join((f"POST {REPORTS} HTTP/1.1", *told, "", '{"category": ')).encode()
    with ExitStack() as stack:
        for _ in range(8):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=10))
            wire.sendall(begun_body)
        time.sleep(1)  # all of them have arrived
        begun = time.monotonic()
        assert site.call("/api/v1/categories")[0] == 200
        assert site.tile(6, 19.0, 52.0)
        status, answer = site.call("/api/v1/follow-up", {"receipt": "A" * 24})
        assert (status, answer["error"]["code"]) == (503, "unavailable")
        assert time.monotonic() - begun < SOON_S
    # They have gone, and with them what held the others up.
    deadline = time.monotonic() + SOON_S
    while (status := site.call("/api/v1/follow-up", {"receipt": "A" * 24})[0]) == 503:
        assert time.monotonic() < deadline
    assert status == 404
