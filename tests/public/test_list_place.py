import pytest


@pytest.mark.parametrize("place", ["unit=KPP-1007", "area=1007"])
def test_the_list_says_to_which_place_it_is_limited(visitor, country, place):
    page = visitor.get(f"/list?{place}")
    assert page.status_code == 200
    assert 'class="chip is-on"' in page.text


def test_an_unlimited_list_says_nothing_of_a_place(visitor, country):
    assert 'class="chip is-on"' not in visitor.get("/list").text


def test_without_a_choice_every_status_is_ticked(visitor, country):
    assert visitor.get("/list").text.count('name="status"') == visitor.get("/list").text.count(" checked>") - 1


def test_a_chosen_status_alone_is_ticked(visitor, country):
    page = visitor.get("/list?status=new").text
    assert page.count(" checked>") == 2
    assert 'value="new" aria-label="Nowe" checked>' in page
