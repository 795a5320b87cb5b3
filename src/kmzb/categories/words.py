"""Official names and hints. Polish is the source; the other languages come from the message files."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from kmzb.categories.states import Body, Group

NAMES: Mapping[str, str] = {
    "vandalism": _("Akty wandalizmu"),
    "illegal_dump": _("Dzikie wysypiska śmieci"),
    "minors_at_risk": _("Grupowanie się małoletnich zagrożonych demoralizacją"),
    "poaching": _("Kłusownictwo"),
    "dangerous_water": _("Miejsca niebezpieczne na wodach"),
    "dangerous_venue": _("Miejsce niebezpiecznej działalności rozrywkowej"),
    "illegal_felling": _("Nielegalna wycinka drzew"),
    "illegal_races": _("Nielegalne rajdy samochodowe"),
    "illegal_parking": _("Nieprawidłowe parkowanie"),
    "unguarded_track_crossing": _("Niestrzeżone przejście przez tory"),
    "unguarded_level_crossing": _("Niestrzeżony przejazd kolejowy"),
    "road_infrastructure": _("Niewłaściwa infrastruktura drogowa"),
    "greenery_damage": _("Niszczenie zieleni"),
    "homeless_in_need": _("Osoba bezdomna wymagająca pomocy"),
    "forest_quads": _("Poruszanie się po terenach leśnych quadami"),
    "speeding": _("Przekraczanie dozwolonej prędkości"),
    "public_drinking": _("Spożywanie alkoholu w miejscach niedozwolonych"),
    "drug_use": _("Używanie środków odurzających"),
    "stray_dogs": _("Wałęsające się bezpańskie psy"),
    "grass_burning": _("Wypalanie traw"),
    "wildlife_collisions": _("Zdarzenia drogowe z udziałem zwierząt leśnych"),
    "animal_cruelty": _("Znęcanie się nad zwierzętami"),
    "traffic_organisation": _("Zła organizacja ruchu drogowego"),
    "begging": _("Żebractwo"),
    "wild_bathing": _("Dzikie kąpieliska"),
    "dangerous_water_area": _("Miejsce niebezpieczne na terenach wodnych"),
    "drownings": _("Utonięcia"),
    "homelessness": _("Bezdomność"),
}

HINTS: Mapping[str, str] = {
    "vandalism": _(
        "Napisz, co jest niszczone (przystanek, ławki, elewacja), od kiedy i o jakiej porze to się powtarza. "
        "Zaznacz konkretny obiekt."
    ),
    "illegal_dump": _(
        "Napisz, jakie to odpady (gruz, opony, worki) i ile ich jest. Jeśli ktoś je dowozi, podaj dni i godziny. "
        "Zaznacz sam stos, nie najbliższą drogę."
    ),
    "minors_at_risk": _(
        "Napisz, w jakie dni i o jakiej porze grupa się zbiera, ile osób w niej bywa i co niepokoi. "
        "Nie podawaj imion ani nazwisk."
    ),
    "poaching": _(
        "Napisz, co widać: wnyki, sieci, strzały, ślady po patroszeniu – i kiedy. Zaznacz miejsce jak najdokładniej. "
        "Niczego nie dotykaj."
    ),
    "dangerous_water": _(
        "Napisz, na czym polega zagrożenie: skoki do wody, wir, uszkodzony pomost, kruchy lód. "
        "Podaj, kiedy bywają tam ludzie. Zaznacz miejsce nad samą wodą."
    ),
    "dangerous_venue": _(
        "Napisz, jaki to lokal i co zagraża ludziom: zamknięte wyjścia ewakuacyjne, tłok, brak gaśnic. "
        "Podaj dni i godziny. Bez opisu nie da się tego sprawdzić."
    ),
    "illegal_felling": _(
        "Napisz, jakie drzewa są wycinane, ile ich zniknęło i kiedy słychać pracę. "
        "Zaznacz miejsce cięcia albo składowania drewna."
    ),
    "illegal_races": _(
        "Podaj dni i godziny, w których zbierają się kierowcy, oraz odcinek drogi lub parking. "
        "Zaznacz miejsce, z którego ruszają."
    ),
    "illegal_parking": _(
        "Napisz, co blokują auta (przejście, chodnik, wyjazd, drogę pożarową) i w jakich godzinach. "
        "Zaznacz dokładnie to miejsce."
    ),
    "unguarded_track_crossing": _(
        "Napisz, skąd i dokąd chodzą tędy ludzie i o jakich porach. Zaznacz punkt na torach, w którym przechodzą."
    ),
    "unguarded_level_crossing": _(
        "Napisz, co jest nie tak: brak widoczności, zarośnięte znaki, zepsute światła. Zaznacz sam przejazd."
    ),
    "road_infrastructure": _(
        "Napisz, co zagraża ludziom: brak chodnika, oświetlenia lub barierki, dziura w jezdni. "
        "Podaj, w którą stronę i kiedy jest najgroźniej."
    ),
    "greenery_damage": _(
        "Napisz, co jest niszczone: trawnik, drzewa, park – i w jaki sposób. Podaj dni i porę, jeśli to się powtarza."
    ),
    "homeless_in_need": _(
        "Napisz, gdzie dokładnie przebywa ta osoba, o jakiej porze i jakiej pomocy potrzebuje. "
        "Przy mrozie lub gdy ktoś nie reaguje, dzwoń od razu pod 112."
    ),
    "forest_quads": _(
        "Podaj dni i godziny przejazdów, kierunek oraz liczbę pojazdów. "
        "Zaznacz miejsce, w którym wjeżdżają do lasu albo z niego wyjeżdżają."
    ),
    "speeding": _(
        "Podaj dni i godziny oraz kierunek jazdy. Zaznacz odcinek, na którym jeżdżą za szybko, nie skrzyżowanie obok."
    ),
    "public_drinking": _(
        "Podaj dni i godziny. Zaznacz dokładne miejsce: ławkę, klatkę schodową, tył sklepu. Napisz, ile osób tam bywa."
    ),
    "drug_use": _(
        "Podaj dni i godziny, opisz miejsce i ślady, na przykład strzykawki. Tego zgłoszenia nie pokażemy na mapie. "
        "Nie podawaj nazwisk."
    ),
    "stray_dogs": _(
        "Napisz, ile jest psów, jak wyglądają, czy są agresywne i kiedy się pojawiają. "
        "Gdy pies atakuje, dzwoń od razu pod 112."
    ),
    "grass_burning": _(
        "Napisz, gdzie i kiedy pojawia się ogień, jak duży to teren i czy jest blisko domów lub lasu. "
        "Gdy pali się teraz, dzwoń pod 112."
    ),
    "wildlife_collisions": _(
        "Napisz, jakie zwierzęta wchodzą na drogę i o jakiej porze. Zaznacz odcinek, na którym dochodzi do zderzeń."
    ),
    "animal_cruelty": _(
        "Opisz, jakie to zwierzęta, co się z nimi dzieje i kiedy to widać. Tego zgłoszenia nie pokażemy na mapie. "
        "Zaznacz miejsce, w którym są zwierzęta."
    ),
    "traffic_organisation": _(
        "Napisz, który znak, sygnalizacja lub oznakowanie zagraża ludziom i dlaczego. "
        "Podaj kierunek jazdy i godziny, w których jest najgorzej."
    ),
    "begging": _(
        "Podaj dni i godziny oraz dokładne miejsce. Napisz, czy są tam dzieci albo czy ktoś zmusza innych do żebrania. "
        "Nie opisuj wyglądu osób."
    ),
}

GROUPS: Mapping[Group, str] = {
    Group.TRAFFIC: _("Ruch drogowy"),
    Group.ALCOHOL_DRUGS: _("Alkohol i narkotyki"),
    Group.GREENERY: _("Przyroda"),
    Group.DEMORALISATION: _("Demoralizacja"),
    Group.WATER: _("Woda"),
    Group.ANIMALS: _("Zwierzęta"),
    Group.POVERTY: _("Ubóstwo"),
}

GROUP_ICONS: Mapping[Group, str] = {
    Group.TRAFFIC: "car",
    Group.ALCOHOL_DRUGS: "bottle",
    Group.GREENERY: "tree",
    Group.DEMORALISATION: "users-group",
    Group.WATER: "lifebuoy",
    Group.ANIMALS: "paw",
    Group.POVERTY: "heart-handshake",
}

BODIES: Mapping[Body, str] = {
    Body.GMINA: _("urząd gminy lub miasta"),
    Body.ROAD_MANAGER: _("zarządca drogi"),
    Body.RAILWAY_MANAGER: _("zarządca linii kolejowej"),
    Body.MUNICIPAL_GUARD: _("straż miejska lub gminna"),
    Body.SOCIAL_WELFARE: _("ośrodek pomocy społecznej"),
    Body.FOREST_SERVICE: _("nadleśnictwo"),
    Body.FOREST_GUARD: _("Straż Leśna"),
    Body.HUNTING_GUARD: _("Państwowa Straż Łowiecka"),
    Body.WATER_MANAGER: _("zarządca wód"),
    Body.FIRE_SERVICE: _("Państwowa Straż Pożarna"),
    Body.BUILDING_SUPERVISION: _("nadzór budowlany"),
    Body.SANITARY_INSPECTION: _("inspekcja sanitarna"),
    Body.VETERINARY_INSPECTION: _("inspekcja weterynaryjna"),
    Body.PROPERTY_MANAGER: _("zarządca lub właściciel terenu"),
}


def group_name(group: Group) -> str:
    """Return the name of the group in the reader's language."""
    return gettext(GROUPS[group])


def group_icon(group: Group) -> str:
    """Return the icon of the group by its name in Tabler's set."""
    return GROUP_ICONS[group]


def body_name(body: Body) -> str:
    """Return the name of the outside body in the reader's language, in the nominative."""
    return gettext(BODIES[body])
