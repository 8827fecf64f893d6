"""How passwords are kept outside of tests, where hashing is made cheap."""

from web.accounts.passwords import hasher


def test_a_hash_costs_three_rounds_over_64_mebibytes() -> None:
    assert hasher().hash("a calm cup of tea").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
