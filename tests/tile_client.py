"""A client of `/tiles/` that calls them as the server does, under the eyes of the standard library's WSGI validator."""

import json
import sys
from dataclasses import dataclass
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import mapbox_vector_tile

from kmzb.public.tiles import tiles


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self):
        assert self.headers["Content-Type"] == "application/json"
        return json.loads(self.body)["error"]

    @property
    def signs(self):
        return mapbox_vector_tile.decode(self.body)["marks"]["features"]


def get(path, query="", method="GET", **headers):
    """Ask for a path; further keywords are headers of the request."""
    environ = {"SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
    environ["HTTP_HOST"] = "localhost"
    setup_testing_defaults(environ)
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    told = []

    def start(status, listed, exc_info=None):
        told.append((status, listed))
        return sys.stdout.write

    chunks = validator(tiles)(environ, start)
    body = b"".join(chunks)
    chunks.close()
    status, listed = told[0]
    assert len(dict(listed)) == len(listed)
    return Answer(int(status.split()[0]), dict(listed), body)
