"""What is kept of answers: what is asked for stays, and the budget holds."""

from threading import Thread

from kmzb.public.kept import Kept


def test_what_was_put_is_found_and_what_was_not_is_not():
    kept = Kept(100)
    kept.put("a", 1, 10)
    assert (kept.get("a"), kept.get("b")) == (1, None)
    kept.put("a", 2, 10)
    assert (kept.get("a"), kept.cost()) == (2, 10)


def test_the_budget_holds_whatever_comes():
    kept = Kept(100)
    for number in range(1000):
        kept.put(number, number, 1 + number % 7)
        assert kept.cost() <= 100


def test_what_is_asked_for_stays_while_others_pass():
    kept = Kept(100)
    kept.put("asked", "for", 10)
    kept.put("forgotten", "soon", 10)
    for number in range(100):
        kept.put(number, number, 10)
        assert kept.get("asked") == "for"
    assert kept.get("forgotten") is None


def test_what_is_too_dear_is_not_kept_and_drives_nothing_out():
    kept = Kept(100)
    kept.put("small", 1, 10)
    kept.put("dear", 2, 51)
    assert (kept.get("small"), kept.get("dear")) == (1, None)


def test_many_threads_at_once_keep_the_budget():
    kept = Kept(1000)

    def use(first):
        for number in range(first, first + 3000):
            kept.put(number % 500, number, 5)
            kept.get((number * 7) % 500)

    threads = [Thread(target=use, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept.cost() <= 1000
