"""What a visitor of the map sees at a moment, after the worker has done its rounds."""

from datetime import datetime

from kmzb.publicmap.api import FeatureDetail, FeaturePage, FeatureQuery, feature, features, project_news
from kmzb.verification.api import Case


def carry(now: datetime) -> None:
    """Let the worker finish."""
    while project_news(now=now, limit=7):
        pass


def look(case_id: int, now: datetime) -> FeatureDetail | None:
    """Return the mark of a case as it is public now."""
    carry(now)
    return feature(Case.objects.get(pk=case_id).feature_id, now=now)


def ask(now: datetime, **parameters: str) -> FeaturePage:
    """Return a page for the parameters of an address; `from_` stands for `from`."""
    given = {name.rstrip("_"): [value] for name, value in parameters.items()}
    return features(FeatureQuery.parse(given), now=now)
