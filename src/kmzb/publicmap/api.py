"""The door of the public map: what map, list, tiles and feeds are read from."""

from kmzb.publicmap.actions import Memory, project_news, rebuild
from kmzb.publicmap.errors import FieldProblem, IndexNotReady, InvalidQuery, NotConfirmable, QueryRefusal
from kmzb.publicmap.live import PublicIndex, index_state, live_index, start_following
from kmzb.publicmap.merging import look_after, own_builder, write_anew
from kmzb.publicmap.project import archived_waiting, next_sentence, reason_label, status_name, step_sentence
from kmzb.publicmap.queries import check_confirmable, feature, features, nearby, signs, summary, tile
from kmzb.publicmap.query import Box, FeatureQuery, Place, canonical_text
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
from kmzb.publicmap.snapshots import Snapshot
from kmzb.publicmap.states import MarkSet, NextStep, PublicStatus

__all__ = [
    "Box",
    "FeatureDetail",
    "FeaturePage",
    "FeatureQuery",
    "FeatureRow",
    "FieldProblem",
    "IndexNotReady",
    "IndexState",
    "InvalidQuery",
    "MarkSet",
    "Memory",
    "NearbyRow",
    "NextStep",
    "NotConfirmable",
    "Place",
    "PublicIndex",
    "PublicStatus",
    "QueryRefusal",
    "ReasonRow",
    "SignRow",
    "Snapshot",
    "StepRow",
    "Summary",
    "archived_waiting",
    "canonical_text",
    "check_confirmable",
    "feature",
    "features",
    "index_state",
    "live_index",
    "look_after",
    "nearby",
    "next_sentence",
    "own_builder",
    "project_news",
    "reason_label",
    "rebuild",
    "signs",
    "start_following",
    "status_name",
    "step_sentence",
    "summary",
    "tile",
    "write_anew",
]
