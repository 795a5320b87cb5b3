import re

import pytest


@pytest.mark.parametrize("place", ["unit=KPP-1007", "area=1007"])
def test_the_list_says_to_which_place_it_is_limited(visitor, country, place):
    page = visitor.get(f"/list?{place}")
    assert page.status_code == 200
    assert 'class="chip is-on"' in page.text


def test_an_unlimited_list_says_nothing_of_a_place(visitor, country):
    assert 'class="chip is-on"' not in visitor.get("/list").text


def statuses(visitor, address):
    """Each status box of the list's filters, and whether it is ticked."""
    boxes = re.findall(r'<input[^>]*name="status"[^>]*>', visitor.get(address).text)
    return {re.search(r'value="(\w+)"', box)[1]: " checked" in box for box in boxes}


def test_without_a_choice_every_status_is_ticked(visitor, country):
    ticked = statuses(visitor, "/list")
    assert len(ticked) == 6
    assert all(ticked.values())


def test_a_chosen_status_alone_is_ticked(visitor, country):
    ticked = statuses(visitor, "/list?status=new")
    assert [code for code, is_ticked in ticked.items() if is_ticked] == ["new"]
