"""Sentences of the sample reports. Invented; no place and no person stands behind them."""

from collections.abc import Mapping

# Roughly as often as people report them: parking, speeding and roads are over 60 %, drinking is the fourth.
WEIGHTS: Mapping[str, int] = {
    "illegal_parking": 270,
    "speeding": 235,
    "road_infrastructure": 125,
    "public_drinking": 105,
    "traffic_organisation": 45,
    "vandalism": 35,
    "illegal_dump": 30,
    "minors_at_risk": 25,
    "drug_use": 25,
    "illegal_races": 18,
    "stray_dogs": 16,
    "forest_quads": 14,
    "homeless_in_need": 12,
    "greenery_damage": 10,
    "wildlife_collisions": 8,
    "grass_burning": 7,
    "unguarded_level_crossing": 5,
    "unguarded_track_crossing": 5,
    "illegal_felling": 5,
    "dangerous_water": 5,
    "begging": 4,
    "animal_cruelty": 4,
    "dangerous_venue": 2,
    "poaching": 2,
}

DESCRIPTIONS: Mapping[str, tuple[str, ...]] = {
    "illegal_parking": (
        "Auta stoją na całym chodniku przed sklepem, z wózkiem trzeba schodzić na jezdnię. Najgorzej między 15 a 17.",
        "Kierowcy parkują tuż przed przejściem i zasłaniają dzieci idące do szkoły.",
    ),
    "speeding": (
        "Po południu kierowcy jadą tędy dużo za szybko, zwykle od ronda w stronę szkoły.",
        "Prosty odcinek za znakiem z nazwą miejscowości. Nikt nie zwalnia, szczególnie rano w dni robocze.",
    ),
    "road_infrastructure": (
        "Na przejściu przy szkole nie świeci żadna latarnia, po 16 pieszych w ogóle nie widać.",
        "W jezdni jest głęboka dziura, kierowcy omijają ją przeciwnym pasem.",
    ),
    "public_drinking": (
        "Codziennie po 18 kilka osób pije na ławkach za sklepem, zostają butelki i szkło.",
        "Na przystanku wieczorem zbiera się grupa z alkoholem, ludzie boją się tam czekać na autobus.",
    ),
    "traffic_organisation": ("Znak jest zasłonięty przez gałęzie, kierowcy wjeżdżają pod prąd.",),
    "vandalism": ("Co weekend ktoś wybija szyby w wiacie przystanku.", "Nowe napisy na ścianie, zwykle po piątku."),
    "illegal_dump": ("Przy drodze do lasu leży sterta opon i gruzu, co tydzień większa.",),
    "minors_at_risk": ("W piątki wieczorem za halą zbiera się kilkanaście nastolatków, piją i krzyczą.",),
    "drug_use": ("Na klatce przy piwnicach znajdujemy strzykawki, ktoś przychodzi tam późnym wieczorem.",),
    "illegal_races": (
        "W soboty około 23 na parkingu przy hali zbiera się kilkanaście aut i ruszają w stronę obwodnicy.",
    ),
    "stray_dogs": ("Trzy duże psy bez opiekuna chodzą przy placu zabaw, jeden warczy na dzieci.",),
    "forest_quads": ("W niedziele quady jeżdżą po ścieżkach w lesie, płoszą ludzi i zwierzęta.",),
    "homeless_in_need": ("Starszy człowiek nocuje w pustostanie, jest coraz zimniej.",),
    "greenery_damage": ("Ktoś łamie młode drzewka posadzone wiosną w parku.",),
    "wildlife_collisions": ("O świcie sarny przechodzą tu przez drogę, w tym miesiącu były już dwa zderzenia.",),
    "grass_burning": ("Ktoś podpala suche trawy na łąkach, ogień podchodzi pod zabudowania.",),
    "unguarded_level_crossing": ("Zarośla zasłaniają tor z prawej strony, pociąg widać w ostatniej chwili.",),
    "unguarded_track_crossing": ("Ludzie skracają tędy drogę do stacji i przechodzą przez tory.",),
    "illegal_felling": ("Od tygodnia po zmroku słychać piłę, zniknęło już kilka dużych dębów.",),
    "dangerous_water": ("Młodzież skacze do wody z mostku, pod spodem są stare pale.",),
    "begging": ("Pod marketem codziennie stoi dziecko, które ktoś przywozi samochodem.",),
    "animal_cruelty": ("Pies na krótkim łańcuchu, od kilku dni bez wody.",),
    "dangerous_venue": ("W soboty w klubie jest taki tłok, że wyjście ewakuacyjne zastawiono stolikami.",),
    "poaching": ("Przy paśniku znaleźliśmy dwa wnyki z linki.",),
}
