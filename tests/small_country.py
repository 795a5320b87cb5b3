"""A country of three counties, six units and three beats, for tests that need a territory but not Poland."""

from datetime import UTC, date, datetime, timedelta

from shapely import box

from kmzb.territory.content import AreaShape, BeatShape, Content, UnitFacts
from kmzb.territory.editions import load_edition

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday
LATER = NOW + timedelta(minutes=5)

IN_OPOCZNO = (20.28, 51.38)  # beat 1007-1 of KPP-1007
IN_DRZEWICA = (20.48, 51.45)  # beat 1007-2 of KPP-1007
IN_TOMASZOW = (19.8, 51.4)  # beat 1016-1 of KPP-1016
IN_RADOM = (21.0, 51.4)  # KMP-1463 of another voivodeship, no beats


def small_country() -> Content:
    """Opoczno and Tomaszów in one voivodeship, Radom in the next."""
    opoczno, tomaszow, radom = box(20.0, 51.2, 20.6, 51.6), box(19.6, 51.2, 20.0, 51.6), box(20.6, 51.2, 21.2, 51.6)
    return Content(
        areas=(
            AreaShape("10", "ŁÓDZKIE", box(19.6, 51.2, 20.6, 51.6)),
            AreaShape("14", "MAZOWIECKIE", radom),
            AreaShape("1007", "opoczyński", opoczno),
            AreaShape("1016", "tomaszowski", tomaszow),
            AreaShape("1463", "Radom", radom),
        ),
        units=(
            UnitFacts("KGP", "KGP", "Komenda Główna Policji"),
            UnitFacts(
                "KMP-1463", "KMP", "Komenda Miejska Policji w Radomiu", "Radom", "KWP-14", ("1463",), 21.15, 51.4
            ),
            UnitFacts(
                "KPP-1007", "KPP", "Komenda Powiatowa Policji w Opocznie", "Opoczno", "KWP-10", ("1007",), 20.28, 51.37
            ),
            UnitFacts(
                "KPP-1016", "KPP", "Komenda Powiatowa Policji w Tomaszowie", "Tomaszów", "KWP-10", ("1016",), 20.0, 51.5
            ),
            UnitFacts("KWP-10", "KWP", "Komenda Wojewódzka Policji w Łodzi", "Łódź", "KGP"),
            UnitFacts("KWP-14", "KWP", "Komenda Wojewódzka Policji w Radomiu", "Radom", "KGP"),
        ),
        beats=(
            BeatShape("1007-1", "rejon nr 1", "KPP-1007", box(20.0, 51.2, 20.4, 51.6)),
            BeatShape("1007-2", "rejon nr 2", "KPP-1007", box(20.4, 51.2, 20.6, 51.6)),
            BeatShape("1016-1", "rejon nr 1", "KPP-1016", tomaszow),
        ),
    )


def load_small_country(now: datetime = NOW) -> None:
    """Make it the territory in force."""
    load_edition(small_country(), valid_from=date(2026, 1, 1), source="próba", is_approximate=True, now=now)
