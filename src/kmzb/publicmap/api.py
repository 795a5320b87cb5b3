"""The door of the public map: what map, list, tiles and feeds are read from."""

from kmzb.publicmap.actions import project_news, rebuild
from kmzb.publicmap.errors import FieldProblem, InvalidQuery, QueryRefusal
from kmzb.publicmap.live import PublicIndex, index_state, live_index, start_following
from kmzb.publicmap.project import archived_waiting, next_sentence, reason_label, status_name, step_sentence
from kmzb.publicmap.queries import feature, features, nearby, signs, summary, tile
from kmzb.publicmap.query import Box, FeatureQuery, Place
from kmzb.publicmap.rows import (
    FeatureDetail,
    FeaturePage,
    FeatureRow,
    IndexState,
    NearbyRow,
    ReasonRow,
    SignRow,
    StepRow,
    Summary,
)
from kmzb.publicmap.states import CONFIRMABLE, MarkSet, NextStep, PublicStatus

__all__ = [
    "CONFIRMABLE",
    "Box",
    "FeatureDetail",
    "FeaturePage",
    "FeatureQuery",
    "FeatureRow",
    "FieldProblem",
    "IndexState",
    "InvalidQuery",
    "MarkSet",
    "NearbyRow",
    "NextStep",
    "Place",
    "PublicIndex",
    "PublicStatus",
    "QueryRefusal",
    "ReasonRow",
    "SignRow",
    "StepRow",
    "Summary",
    "archived_waiting",
    "feature",
    "features",
    "index_state",
    "live_index",
    "nearby",
    "next_sentence",
    "project_news",
    "reason_label",
    "rebuild",
    "signs",
    "start_following",
    "status_name",
    "step_sentence",
    "summary",
    "tile",
]
