"""Secrets of the installation: made once, readable by their owner alone, however many processes start."""

import base64
import multiprocessing
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from settings import Settings
from vault.keys import KeyRing, KeyRingError, keep, parse_ring, ring_of, secret_of

ONE, TWO = (base64.b64encode(byte * 32).decode() for byte in (b"1", b"2"))


def keep_in(folder: str) -> str:
    return keep(Path(folder) / "keys" / "secret", f"made by {multiprocessing.current_process().pid}")


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        seen = pool.map(keep_in, [str(tmp_path)] * 8, chunksize=1)
    assert len(set(seen)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret"]


def test_nobody_else_may_read_what_was_made(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    ring_of(settings)
    secret_of(settings)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.keys.iterdir()}
    assert modes == {"master-keys": 0o600, "cookie-secret": 0o600}
    assert stat.S_IMODE(settings.keys.stat().st_mode) == 0o700


def test_what_was_made_is_found_again(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert ring_of(settings) == ring_of(settings)
    assert secret_of(settings) == secret_of(settings)


def test_the_operators_keys_come_first_and_nothing_is_made(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, master_keys=SecretStr(f"new:{ONE}"), secret_key=SecretStr("given"))
    assert (ring_of(settings).keys, secret_of(settings)) == ({"new": b"1" * 32}, "given")
    assert not settings.keys.exists()


def test_the_first_key_of_a_ring_is_the_current_one() -> None:
    ring = parse_ring(f" new:{ONE}, old:{TWO} ,")
    assert (ring.current, ring.keys) == ("new", {"new": b"1" * 32, "old": b"2" * 32})


@pytest.mark.parametrize(
    "text", ["", ",", "k1", f"k1{ONE}", "k1:????", "k1:AAAA", f"k1:{ONE},k2:AAAA", f"k1:{ONE},k1:{TWO}"]
)
def test_a_ring_that_cannot_be_right_is_refused_without_showing_a_key(text: str) -> None:
    with pytest.raises(KeyRingError) as refused:
        parse_ring(text)
    assert ONE not in str(refused.value)


def test_a_printed_ring_shows_names_only() -> None:
    ring = KeyRing(current="k1", keys={"k1": b"\x01" * 32})
    assert f"{ring!r} {ring}".count("KeyRing(current='k1', ids=['k1'])") == 2
