"""The main path in a real browser: from the web form to the signed certificate, and its revocation."""

import subprocess
from pathlib import Path

from domain.accounts import Person
from tests.browser.conftest import DESK, PHONE, Screen, Windows
from tests.browser.documents import PAPERS, write_papers
from words.catalogues import PSEUDO

BUSINESS = {
    "business.legal_name": "Lin Tea House GmbH",
    "business.registration_number": "HRB 174512",
    "business.register": "Amtsgericht Hamburg",
    "business.address": "Speicherstadt 14, 20457 Hamburg",
    "business.email": "hello@lin-tea.example.com",
    "business.phone": "+49 40 23125 100",
}
PAYOUT = {"payout.holder": "Lin Tea House GmbH", "payout.bank": "Hafenbank", "payout.account": "DE89370400440532013000"}
CAST = ("Lin Jing", "lin.jing@example.com", "Lin Tea live", "Rita Moreau", "rita@example.com")
WHY = "Sold counterfeit tea ware in two streams."
AGREED = ("authorised", "truthful", "goods", "terms", "product_information")


NAMES = (*BUSINESS.values(), *PAYOUT.values(), *CAST, WHY)


def test_a_merchant_applies_on_a_phone_and_is_certified(
    window: Windows, people: dict[str, Person], tmp_path: Path
) -> None:
    take_the_path(window.open(PHONE), window.open(DESK), window.open(PHONE), folder=tmp_path)


def test_every_text_on_the_path_is_translated_and_a_longer_one_fits_a_phone(
    pseudo_language: None, window: Windows, people: dict[str, Person], tmp_path: Path
) -> None:
    lin, rita, shopper = (window.open(PHONE, PSEUDO, NAMES) for _ in range(3))
    take_the_path(lin, rita, shopper, folder=tmp_path)


def take_the_path(lin: Screen, rita: Screen, shopper: Screen, *, folder: Path) -> None:
    register(lin)
    apply(lin)
    upload(lin, folder)
    lin.press("Send the application").says("With a reviewer").look()
    number = decide(rita.sign_in("rita@example.com"))
    lin.page.reload()
    lin.says("You are certified").look().says(number)
    verify(shopper, lin, number, folder=folder)
    revoke(rita, number, shopper)


def register(lin: Screen) -> None:
    lin.open("/").look().press("Apply").look()
    lin.fill({"name": "Lin Jing", "email": "lin.jing@example.com", "password": "short"}).press("Create account")
    lin.says("10 to 200 characters").look()
    assert lin.page.input_value("[name=email]") == "lin.jing@example.com"
    lin.fill({"password": "a calm cup of tea"}).press("Create account").look()
    e_mail = lin.page.get_by_role("link", name=lin.words("Confirm"))
    for _ in range(40):  # it is written by the worker
        if lin.open("/mailbox") and e_mail.count():
            break
        lin.page.wait_for_timeout(500)
    e_mail.first.click()
    link = lin.page.frame_locator("iframe").get_by_role("link").first
    lin.open(str(link.get_attribute("href")).removeprefix(lin.base)).look().press("Yes, confirm it")
    lin.open("/sign-in").look().fill({"email": "lin.jing@example.com", "password": "a calm cup of tea"}).press(
        "Sign in"
    )


def apply(lin: Screen) -> None:
    lin.look().press("application").tick("trade", "merchant").page.select_option("[name=country]", "DE")
    lin.look().press("Continue").look().tick("legal_form", "company").press("Start the application").look()
    lin.press("Business").look().fill(BUSINESS | {"business.phone": "12"}).press("Save and continue")
    lin.says("There is a problem").look()
    assert lin.page.input_value('[name="business.legal_name"]') == BUSINESS["business.legal_name"]
    lin.fill(BUSINESS).press("Save and continue").look()
    lin.fill({"owners.0.name": "Lin Jing", "owners.0.birth_date": "1988-04-12", "owners.0.share": "100"})
    lin.page.select_option('[name="owners.0.nationality"]', "DE")
    lin.tick("owners.0.role", "owner").press("Save and continue").look()
    lin.fill({"shop.name": "Lin Tea live"}).tick("shop.categories", "home").tick("shop.supply", "imported")
    lin.press("Save and continue").look().fill(PAYOUT).press("Save and continue").look()


def upload(lin: Screen, folder: Path) -> None:
    write_papers(folder)
    (folder / "empty.pdf").write_bytes(b"")
    lin.page.set_input_files('[name="file-identity_document"]', folder / "empty.pdf")
    lin.says("This file is empty").look().settled()
    for kind in PAPERS:
        lin.page.set_input_files(f'[name="file-{kind}"]', folder / f"{kind}.pdf")
        lin.says(f"{kind}.pdf").settled()
    lin.look().press("All steps").press("Declaration")
    lin.look().fill({"declaration.signatory": "Lin Jing"})
    for key in AGREED:
        lin.tick(f"declaration.{key}", "yes")
    lin.press("Save and continue").look()


def decide(rita: Screen) -> str:
    rita.look().press("Claim next").look().says("Lin Tea House GmbH")
    rita.tick("outcome", "approve").press("Continue").look().press("Approve").says("Approved")
    case = rita.page.url.split("?")[0]
    rita.page.goto(case)
    rita.look().page.get_by_text("GR-M-").first.wait_for(timeout=40_000)
    return rita.page.get_by_text("GR-M-").first.inner_text().strip()


def verify(shopper: Screen, lin: Screen, number: str, *, folder: Path) -> None:
    shopper.open(f"/verify/{number}").says("Lin Tea House GmbH").look()
    with lin.page.expect_download() as download:
        lin.press("Download the certificate")
    genuine, edited = folder / "genuine.pdf", folder / "edited.pdf"
    download.value.save_as(genuine)
    edited.write_bytes(genuine.read_bytes() + b"\n% edited\n")
    # Not by PDFium: the system under test runs in this process, and PDFium bears one thread at a time.
    assert number in subprocess.check_output(["pdftotext", genuine, "-"], text=True)
    for file, answer in ((genuine, "genuine"), (edited, "not the file")):
        shopper.open("/verify").look().page.set_input_files("[name=file]", file)
        shopper.press("Compare the file").says(answer).look()


def revoke(rita: Screen, number: str, shopper: Screen) -> None:
    rita.page.reload()
    rita.press("Revoke").look().fill({"reason": WHY}).press("Continue").look()
    rita.press("Revoke").says("Revoked")
    shopper.open(f"/verify/{number}").says(WHY).look()
