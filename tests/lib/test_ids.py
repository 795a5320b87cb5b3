import re

from kmzb.lib.ids import feature_id, receipt, reference


def test_shapes():
    assert re.fullmatch(r"[a-z2-7]{16}", feature_id())
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", reference())
    assert re.fullmatch(r"[A-Z2-7]{24}", receipt())


def test_no_two_are_alike():
    assert len({receipt() for _ in range(1000)}) == 1000
