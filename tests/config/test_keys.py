import stat
from concurrent.futures import ThreadPoolExecutor

from kmzb.config.keys import kept_key


def test_a_key_is_made_once_and_for_the_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    first = kept_key(folder, "master.key")
    assert len(first) >= 43
    assert kept_key(folder, "master.key") == first
    assert stat.S_IMODE((folder / "master.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_who_start_together_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_key(tmp_path, "secret.key"), range(32)))
    assert len(keys) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["secret.key"]
