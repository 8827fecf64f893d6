"""The shelf reads, checks and stacks the packs; a broken pack names its file, its key and what is wrong."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.policy.library import PolicyError, load_packs
from domain.applications.form import Form
from domain.applications.values import read
from domain.identifiers.schemes import EU
from domain.policy.pack import Pack
from domain.policy.parts import Confidence
from settings import ROOT

PACKS = ROOT / "policies"
SHELF = load_packs(PACKS)
TODAY = date(2026, 11, 23)
EVERYWHERE = [*sorted(EU), "CN", "US", "BR"]
COUNTRIES = ["CN", "DE", "US", "BR"]
HEADER = "id: {0}\nversion: '1'\nname: N\nvalid_from: 2026-01-01\n"


def pack(country: str) -> Pack:
    return SHELF.stack_for(country, TODAY).pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real packs to break."""
    return Path(shutil.copytree(PACKS, tmp_path / "policies"))


def break_it(file: Path, old: str, new: str) -> Path:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return file


def test_31_countries_have_packs_of_their_own() -> None:
    assert SHELF.countries() == sorted([*EU, "AE", "CN", "US", "VN"])


@pytest.mark.parametrize("country", EVERYWHERE)
def test_each_country_stacks_into_a_whole_form(country: str) -> None:
    stacked = SHELF.stack_for(country, TODAY)
    sections = {field.section for field in stacked.pack.merchant.fields}
    assert sections == {"business", "owners", "shop", "payout", "declaration"}
    assert stacked.pack.merchant.documents and stacked.pack.merchant.decline_reasons
    assert stacked.pack.merchant.validity and stacked.pack.merchant.deadlines.review
    assert stacked.ref.id == {"CN": "base+cn", "US": "base+us", "BR": "base"}.get(country, "base+eu")


def test_the_reference_names_versions_and_is_the_same_every_time() -> None:
    first, again = SHELF.stack_for("CN", TODAY), load_packs(PACKS).stack_for("cn", TODAY)
    assert first == again and first is SHELF.stack_for("CN", TODAY)
    assert first.ref.version == "2026.11.3+2026.11.1"
    assert len({SHELF.stack_for(country, TODAY).ref.hash for country in ("CN", "DE", "US", "BR")}) == 4


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_rule_has_basis_and_source_and_is_used(country: str) -> None:
    used = set()
    for policy in (pack(country).merchant, pack(country).anchor):
        used |= {field.rule for field in policy.fields} | {paper.rule for paper in policy.documents}
        used |= set(policy.rests_on.values())
    for rule in pack(country).rules:
        assert rule.basis and rule.source
        assert (rule.confidence == Confidence.RECALLED) == (rule.source == "recalled")
        assert rule.effect == "advise" or rule.confidence != Confidence.RECALLED
    replaced = {"GR-01", "GR-03", "GR-08", "AE-02"}  # a law took their place, or they only explain one
    assert {rule.id for rule in pack(country).rules} - used <= replaced


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_example_is_an_answer_that_passes(country: str) -> None:
    form = Form(pack=pack(country), legal_form="company", country=country, today=TODAY)
    own = {"payout.account": country in EU, "business.vat_number": country == "DE", "business.phone": True}
    for field in pack(country).merchant.fields:
        if field.example and own.get(field.key, True):
            assert read(form, field, field.example)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_category_and_legal_form_of_a_risk_rule_exists(country: str) -> None:
    policy = pack(country).merchant
    known = {f"category:{each.key}" for each in policy.categories}
    known |= {f"legal_form:{each.key}" for each in policy.legal_forms}
    named = {rule.when for rule in policy.risk.rules if rule.when.startswith(("category:", "legal_form:"))}
    assert named <= known and len(named) >= 9


def test_the_figures_of_the_laws() -> None:
    documents = {each.key: each for each in pack("US").merchant.documents}
    assert documents["children_certificate"].max_age == timedelta(days=365)
    assert pack("CN").merchant.validity == timedelta(days=180)
    assert pack("US").merchant.validity == pack("DE").merchant.validity == timedelta(days=365)
    assert {pack(country).merchant.owners_from_percent for country in COUNTRIES} == {25}


def test_identifier_schemes_come_from_the_country() -> None:
    def schemes(country: str) -> dict[str, str]:
        return {field.key: field.scheme for field in pack(country).merchant.fields if field.scheme}

    assert schemes("CN")["business.registration_number"] == "cn.uscc"
    assert schemes("DE") | {"business.lei": "lei"} == schemes("DE")
    assert (schemes("DE")["business.vat_number"], schemes("DE")["payout.account"]) == ("eu.vat", "iban")
    assert (schemes("US")["business.ein"], schemes("US")["payout.routing"]) == ("us.ein", "us.rtn")


def test_a_pack_that_is_not_valid_yet_is_not_used() -> None:
    assert SHELF.stack_for("CN", date(2026, 1, 31)).ref.id == "base"
    assert SHELF.stack_for("CN", date(2026, 2, 1)).ref.id == "base+cn"
    with pytest.raises(PolicyError, match="No policy pack is valid in CN on 1999-01-01"):
        SHELF.stack_for("CN", date(1999, 1, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("cn/pack.yaml", "confidence: recalled", "confidence: recalld", "rules CN-CCC confidence"),
        ("cn/pack.yaml", "effect: advise", "effect: explode", "rules CN-53 effect"),
        ("eu/pack.yaml", "effect: advise\n  - id: EU-HEALTH-FOOD", "effect: block\n  - id: EU-HEALTH-FOOD", "EU-FOOD"),
        ("us/merchant.yaml", "rule: US-CPC", "rule: US-CPX", "documents children_certificate: names the unknown rule"),
        (
            "cn/documents.yaml",
            "categories: [food,",
            "categories: [fod,",
            "documents food_licence: names the unknown cat",
        ),
        ("cn/merchant.yaml", "scheme: cn.uscc", "scheme: cn.usc", "fields business.registration_number: names the unk"),
        ("base/fields.yaml", "kind: email", "kind: mail", "fields business.email kind"),
        ("base/documents.yaml", "max_age: P180D", "max_age: soon", "documents bank_proof max_age"),
        ("base/risk.yaml", "high_from: 60", "high_from: 20", "risk medium_from: must be lower"),
        ("base/risk.yaml", "base: 60", "base: 600", "risk rules document_structure_fail base"),
        (
            "base/risk.yaml",
            "document.shows:fail",
            "document.show:fail",
            "risk.yaml: risk document_shows_fail: waits",
        ),
        ("base/risk.yaml", "when: duplicate.file:fail", "when: duplicate.file:warn", "nothing finds; did you mean dup"),
        ("base/risk.yaml", "CHECK_INCOMPLETE", "CHECK_INCOMPLET", "nothing finds; did you mean CHECK_INCOMPLETE?"),
        ("base/anchor.yaml", "when: licensed_topic", "when: licenced_topic", "anchor.risk anchor_licensed_t"),
        ("base/anchor_fields.yaml", "when: [minor]", "when: [minors]", "waits for minors, which nothing finds; did yo"),
        (
            "cn/merchant.yaml",
            "when: legal_form:individual",
            "when: legal_form:single",
            "cn/merchant.yaml: risk legal",
        ),
        ("base/pack.yaml", "id: GR-02", "id: GR-01", "rules GR-01: this key is used twice"),
        ("us/pack.yaml", "id: US-CPC", "id: GR-01", "rule GR-01: pack base has a rule of this name"),
        ("us/pack.yaml", "extends: [base]", "extends: [bass]", "extends: there is no pack bass"),
        ("base/pack.yaml", "version:", "extends: [us]\nversion:", "extends itself"),
        ("us/pack.yaml", "id: us", "id: usa", "usa lies in the folder us"),
        ("us/pack.yaml", "name: United States", "name: [United", "pack.yaml"),
        ("us/pack.yaml", "language: en", "language: en\nlanguage: fr", "'language' stands twice"),
        ("us/merchant.yaml", "merchant:", "name: X\nmerchant:", "name: pack.yaml states it already"),
        ("us/merchant.yaml", "merchant:", "merchants:", "merchants"),
    ],
)
def test_a_broken_pack_names_file_key_and_reason(folder: Path, file: str, old: str, new: str, message: str) -> None:
    broken = break_it(folder / file, old, new)
    with pytest.raises(PolicyError) as refused:
        load_packs(folder)
    assert str(broken) in str(refused.value) and message in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"- a list", b"\xff\xfe\x00", b"merchant: [1]"])
def test_a_file_that_is_no_mapping_is_refused_by_name(folder: Path, content: bytes) -> None:
    (folder / "us" / "extra.yaml").write_bytes(content)
    with pytest.raises(PolicyError, match=r"extra\.yaml"):
        load_packs(folder)


def test_yaml_cannot_make_python_objects(folder: Path) -> None:
    (folder / "us" / "extra.yaml").write_text("merchant: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(PolicyError, match="could not determine a constructor"):
        load_packs(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="there is no policy pack here"):
        load_packs(tmp_path)


def test_a_base_alone_serves_every_country(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "pack.yaml").write_text(HEADER.format("base"))
    assert load_packs(tmp_path).stack_for("FR", TODAY).ref.id == "base"
