"""Times of engines that counted differently mean nothing, so the bench must see it."""

import numpy as np
import pytest

from bench.engines.duckdb_sql import DuckDb
from bench.engines.ours import Kmzb
from bench.generator import generate
from bench.questions import Kind, mixed_questions, named_questions, tile_of
from bench.rounds import Figures, disagreements, mixed, named


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return generate(5000, 3, tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def ours(reports, tmp_path_factory):
    engine = Kmzb(tmp_path_factory.mktemp("snapshot") / "index")
    engine.load(reports)
    return engine


@pytest.fixture(scope="module")
def questions(reports):
    asked = named_questions(reports, 3, 3)
    return [*(question for variants in asked.values() for question in variants), *mixed_questions(reports, 3, 150)]


def _counted_one_by_one(reports, question):
    first, end = tile_of(question)
    passing = (reports.morton >= first) & (reports.morton < end)
    for column, numbers in (("category", question.wanted.categories), ("status", question.wanted.statuses)):
        if numbers is not None:
            passing = passing & np.isin(getattr(reports, column), numbers)
    if question.wanted.days is not None:
        passing = (
            passing & (reports.reported >= question.wanted.days[0]) & (reports.reported <= question.wanted.days[1])
        )
    return int(passing.sum())


def test_kmzb_counts_what_is_there(reports, ours, questions):
    for question in questions:
        if question.kind is not Kind.POLYGON:
            assert ours.total(question, ours.ask(question)) == _counted_one_by_one(reports, question)


def test_duckdb_counts_the_same(reports, ours, questions):
    pytest.importorskip("duckdb", reason="DuckDB comes with requirements/bench.txt")
    theirs = DuckDb()
    theirs.load(reports)
    for question in questions:
        if theirs.cannot(question) is None:
            assert theirs.total(question, theirs.ask(question)) == ours.total(question, ours.ask(question))
    theirs.close()


def test_questions_are_worth_asking(reports, ours, questions):
    totals = [_counted_one_by_one(reports, question) for question in questions if question.kind is Kind.TILE]
    assert len(set(totals)) > 50
    assert max(totals) == len(reports)


def test_the_same_list_comes_again(reports, questions):
    asked = named_questions(reports, 3, 3)
    again = [*(question for variants in asked.values() for question in variants), *mixed_questions(reports, 3, 150)]
    assert again == questions
    assert mixed_questions(reports, 4, 150) != mixed_questions(reports, 3, 150)


class _Forgetful(Kmzb):
    """Loses one report of each answer."""

    name = "forgetful"

    def __init__(self, ours):
        self._index = ours._index

    def total(self, question, answer):
        return super().total(question, answer) - 1


def test_a_lost_report_is_told(reports, ours):
    asked = named_questions(reports, 3, 2)["city_filtered"]
    honest = named(asked, [ours, ours], 0.1)
    found = named(asked, [ours, _Forgetful(ours)], 0.1)
    assert disagreements({"city_filtered": honest}) == []
    assert disagreements({"city_filtered": found})[0].startswith("city_filtered: the engines counted different totals")


def test_totals_that_are_right_only_in_sum_are_told():
    one, other = Figures((1.0,), (3, 5), 3), Figures((1.0,), (5, 3), 5)
    assert disagreements({"totals": {"kmzb": one, "duckdb": other}})


def test_all_engines_answer_the_same_part_of_a_mix(reports, ours):
    questions = mixed_questions(reports, 3, 60)
    said = []
    found = mixed(questions, [ours, _Forgetful(ours)], 0.0, said.append)
    assert {len(figures.totals) for figures in found.values()} == {20}
    assert said == ["  the mix ends after 20 questions, 0 s are used"]
