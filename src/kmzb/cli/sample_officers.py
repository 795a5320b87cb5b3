"""The officers of the sample data: invented people at real units, with passwords drawn at the first start."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kmzb.accounts.api import Role, create_officer, find_officers, give_password, new_password
from kmzb.audit.api import SYSTEM
from kmzb.territory.api import beats

COUNTY_UNIT = "KPP-1007"
_BEAT_OFFICERS = (
    ("sierż. szt.", "Marek Nowak"),
    ("mł. asp.", "Katarzyna Lis"),
    ("asp.", "Tomasz Zych"),
    ("mł. asp.", "Paweł Kos"),
    ("sierż. szt.", "Joanna Wrona"),
    ("asp.", "Piotr Sikora"),
    ("st. sierż.", "Ewa Dudek"),
    ("mł. asp.", "Adam Gołąb"),
    ("asp. szt.", "Robert Kania"),
    ("sierż. szt.", "Monika Czyż"),
    ("asp.", "Krzysztof Szpak"),
    ("mł. asp.", "Dorota Sowa"),
)


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """One sign-in of the sample."""

    role: Role
    unit: str
    rank: str
    name: str
    email: str
    beat: str = ""


def _roster() -> Iterator[SampleOfficer]:
    yield SampleOfficer(Role.LOCAL_COORDINATOR, COUNTY_UNIT, "asp. szt.", "Anna Wójcik", "koordynator@opoczno.example")
    for number, (beat, (rank, name)) in enumerate(zip(beats(COUNTY_UNIT), _BEAT_OFFICERS, strict=False), start=1):
        address = f"dzielnicowy{number}@opoczno.example"
        yield SampleOfficer(Role.BEAT_OFFICER, COUNTY_UNIT, rank, name, address, beat.code)
    yield SampleOfficer(Role.TRAFFIC, COUNTY_UNIT, "asp.", "Grzegorz Wilk", "ruchdrogowy@opoczno.example")
    yield SampleOfficer(Role.PATROL, COUNTY_UNIT, "st. post.", "Natalia Bąk", "patrol@opoczno.example")
    yield SampleOfficer(Role.COMMANDER, COUNTY_UNIT, "insp.", "Barbara Maj", "komendant@opoczno.example")
    yield SampleOfficer(Role.LOCAL_COORDINATOR, "KPP-1016", "asp.", "Jacek Górski", "koordynator@tomaszow.example")
    yield SampleOfficer(Role.REGIONAL_COORDINATOR, "KWP-10", "kom.", "Magdalena Sowińska", "wojewodzki@lodz.example")
    yield SampleOfficer(Role.NATIONAL_COORDINATOR, "KGP", "podinsp.", "Andrzej Krawczyk", "krajowy@kgp.example")
    yield SampleOfficer(Role.ADMINISTRATOR, "KGP", "", "Iwona Stępień", "administrator@kgp.example")


def ensure_officers(folder: Path, *, now: datetime) -> list[dict[str, str]]:
    """Create the missing officers and return every sign-in; `demo-officers.json` keeps them for the owner alone."""
    path = folder / "demo-officers.json"
    present = {row.email: row.id for row in find_officers()}
    if path.exists():
        kept: list[dict[str, str]] = json.loads(path.read_text())
        if all(signin["email"] in present for signin in kept):
            return kept
    signins = [_sign_in(officer, present.get(officer.email), now) for officer in _roster()]
    _write_for_owner(path, json.dumps(signins, ensure_ascii=False, indent=1))
    return signins


def _sign_in(officer: SampleOfficer, present_id: int | None, now: datetime) -> dict[str, str]:
    password = new_password()
    if present_id is not None:
        # The file was lost, and with it the old password.
        give_password(SYSTEM, present_id, password, now=now)
    else:
        create_officer(
            SYSTEM,
            email=officer.email,
            name=officer.name,
            rank=officer.rank,
            role=officer.role,
            unit_code=officer.unit,
            beat_code=officer.beat,
            password=password,
            now=now,
        )
    return {"role": officer.role.value, "unit": officer.unit, "email": officer.email, "password": password}


def _write_for_owner(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
