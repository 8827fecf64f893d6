"""The vault, in a folder and in an S3 store: nothing is readable, and no change goes unnoticed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import LocalStore
from pydantic import SecretStr

from ops.ports import LOOPBACK, any_port
from settings import Settings
from vault.files import Vault, VaultError, open_vault
from vault.keys import KeyRing

RING = KeyRing(current="k1", keys={"k1": b"1" * 32})
ROTATED = KeyRing(current="k2", keys={"k2": b"2" * 32, "k1": b"1" * 32})
SECRET = b"%PDF-1.7 the passport of Lin Wei" * 40


@pytest.fixture(scope="module")
def s3() -> Iterator[Settings]:
    """An S3 store on loopback with one bucket."""
    server = ThreadedMotoServer(LOOPBACK, any_port(), verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    settings = Settings(
        storage_url="s3://greenroom", s3_endpoint=endpoint, s3_access_key="a", s3_secret_key=SecretStr("b")
    )
    httpx2.put(f"{endpoint}/greenroom").raise_for_status()
    yield settings
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[KeyRing], Vault]:
    """Opens one and the same store with a key ring."""
    local = Settings(data_dir=tmp_path)
    settings: Settings = request.getfixturevalue("s3") if request.param == "s3" else local
    return lambda ring: open_vault(settings, ring)


def stored(tmp_path: Path, name: str) -> Path:
    return tmp_path / "files" / name


@pytest.mark.parametrize("data", [SECRET, b"", b"\x00" * 3_000_000])
def test_what_goes_in_comes_out(opened: Callable[[KeyRing], Vault], data: bytes) -> None:
    vault = opened(RING)
    key = vault.put("documents/1", data)
    assert opened(RING).get("documents/1", key) == data


def test_a_new_key_takes_over_and_the_old_one_still_opens(opened: Callable[[KeyRing], Vault]) -> None:
    old = opened(RING).put("documents/old", SECRET)
    vault = opened(ROTATED)
    new = vault.put("documents/new", SECRET)
    assert (old.partition(":")[0], new.partition(":")[0]) == ("k1", "k2")
    assert vault.get("documents/old", old) == vault.get("documents/new", new) == SECRET


def test_without_its_key_a_file_stays_shut(opened: Callable[[KeyRing], Vault]) -> None:
    key = opened(ROTATED).put("documents/2", SECRET)
    with pytest.raises(VaultError, match="lacks key 'k2'"):
        opened(RING).get("documents/2", key)
    impostor = KeyRing(current="k2", keys={"k2": b"3" * 32})
    with pytest.raises(VaultError, match="changed or belongs to another key"):
        opened(impostor).get("documents/2", key)


def test_a_file_that_is_gone_is_told(opened: Callable[[KeyRing], Vault]) -> None:
    key = opened(RING).put("documents/3", SECRET)
    with pytest.raises(VaultError):
        opened(RING).get("documents/nowhere", key)


def test_one_file_cannot_stand_in_for_another(tmp_path: Path) -> None:
    vault = open_vault(Settings(data_dir=tmp_path), RING)
    keys = [vault.put(name, name.encode()) for name in ("a", "b")]
    data = [stored(tmp_path, name).read_bytes() for name in ("a", "b")]
    stored(tmp_path, "a").write_bytes(data[1])
    for key in keys:
        with pytest.raises(VaultError):
            vault.get("a", key)


@pytest.mark.parametrize("where", [0, 11, 12, 100, -1])
def test_one_changed_byte_is_noticed(tmp_path: Path, where: int) -> None:
    vault = open_vault(Settings(data_dir=tmp_path), RING)
    key = vault.put("a", SECRET)
    data = bytearray(stored(tmp_path, "a").read_bytes())
    data[where] ^= 1
    stored(tmp_path, "a").write_bytes(bytes(data))
    with pytest.raises(VaultError, match="was changed"):
        vault.get("a", key)


@pytest.mark.parametrize("left", [0, 5, 12, 20, 200])
def test_a_file_cut_short_is_noticed(tmp_path: Path, left: int) -> None:
    vault = open_vault(Settings(data_dir=tmp_path), RING)
    key = vault.put("a", SECRET)
    stored(tmp_path, "a").write_bytes(stored(tmp_path, "a").read_bytes()[:left])
    with pytest.raises(VaultError):
        vault.get("a", key)


@pytest.mark.parametrize("key", ["", "k1", "k1:", "k1:AAAA", "k1:not base64", "k9:AAAA"])
def test_a_spoiled_key_opens_nothing(tmp_path: Path, key: str) -> None:
    vault = open_vault(Settings(data_dir=tmp_path), RING)
    vault.put("a", SECRET)
    with pytest.raises(VaultError):
        vault.get("a", key)


def test_the_disk_holds_no_readable_byte_and_never_the_same_twice(tmp_path: Path) -> None:
    vault = Vault(LocalStore(str(tmp_path)), RING)
    vault.put("a", SECRET)
    vault.put("b", SECRET)
    first, second = (tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()
    assert b"passport" not in first and first != second
    assert len(first) == len(SECRET) + 28
