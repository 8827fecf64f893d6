"""The way of an anchor in a real browser: form, exam, sample stream, two raters, decision, verify page."""

from pathlib import Path

from domain.accounts import Person
from tests.browser.conftest import DESK, PHONE, Screen, Windows
from tests.live import Live
from tests.samples import jpeg, portrait, text_pdf
from tests.workflows.bank import stock
from words.catalogues import PSEUDO

IDENTITY = {
    "identity.latin_name": "Ana Duarte",
    "identity.birth_date": "1996-05-14",
    "identity.document_number": "C01X00T47",
    "identity.email": "ana@example.com",
    "identity.phone": "+49 40 23125 100",
}
NOTE = "Name, number and face compared: they are the same."
ITEMS = *(f"Question {n}" for n in range(100)), *(f"Answer {key}" for key in "abcd")  # as the bank words them
NAMES = (
    *IDENTITY.values(),
    "Ana Duarte",
    "Stream Academy",
    "Sam Okafor",
    "Rita Moreau",
    "Eli Brandt",
    "Noor Aziz",
    NOTE,
    *ITEMS,
)


def test_an_anchor_is_certified_in_a_longer_language(
    pseudo_language: None, window: Windows, live: Live, people: dict[str, Person], tmp_path: Path
) -> None:
    stock(live.services)
    ana, rita, sam, eli, noor = (window.open(size, PSEUDO, NAMES) for size in (PHONE, DESK, DESK, DESK, DESK))
    apply(ana.sign_in("ana@example.com"), tmp_path)
    clear(sam.sign_in("sam@example.com"))
    sit(ana)
    ana.press("Send the sample stream").look().fill({"link": "https://example.com/v/1"}).press("Send the link")
    ana.says("Being rated").look()
    for rater, email in ((eli, "eli@example.com"), (noor, "noor@example.com")):
        rate(rater.sign_in(email))
    verify(window.open(PHONE, PSEUDO, NAMES), decide(rita.sign_in("rita@example.com")))


def verify(shopper: Screen, number: str) -> None:
    certified = shopper.page.get_by_text(shopper.words("is certified to present live commerce"))
    for _ in range(40):
        if shopper.open(f"/verify/{number}") and certified.count():
            break
        shopper.page.wait_for_timeout(500)
    shopper.says("is certified to present live commerce").look()
    assert shopper.page.locator("img.portrait").is_visible()


def apply(ana: Screen, folder: Path) -> None:
    ana.look().press("application").tick("trade", "anchor").page.select_option("[name=country]", "DE")
    ana.look().press("Continue").look().press("Start the application").look()
    ana.press("Who you are").fill(IDENTITY).page.select_option('[name="identity.nationality"]', "DE")
    ana.look().press("Save and continue").look()
    ana.tick("work.categories", "food").tick("work.promotes", "own").press("Save and continue").look()
    (folder / "me.jpg").write_bytes(jpeg(portrait()))
    (folder / "identity.pdf").write_bytes(text_pdf(("Name: Somebody Else", "Number: X", "Valid until: 1 May 2031")))
    for kind, file in (("portrait", "me.jpg"), ("identity_document", "identity.pdf")):
        ana.page.set_input_files(f'[name="file-{kind}"]', folder / file)
        ana.says(file).settled()
    ana.look().press("All steps").press("Training")
    ana.look().fill({"training.provider": "Stream Academy"}).tick("training.attested", "yes").press("Save and continue")
    ana.look().tick("conduct.agreed", "yes").tick("conduct.truthful", "yes").press("Save and continue")
    ana.look().press("Send the application")


def queue_of(reviewer: Screen) -> None:
    """The reviewer's queue, as soon as there is something in it."""
    for _ in range(40):
        if reviewer.open("/review").page.get_by_role("button", name=reviewer.words("Claim next")).is_visible():
            break
        reviewer.page.wait_for_timeout(250)


def clear(sam: Screen) -> None:
    """The paper shows another name, so a senior has to look before the exam opens."""
    queue_of(sam)
    sam.look().press("Claim next").look()
    sam.page.locator("#clearing").fill(NOTE)
    sam.press("The documents are good").look().press("The documents are good").says("The exam is open")


def sit(ana: Screen) -> None:
    ana.page.reload()
    ana.says("Go to the exam").look().press("Go to the exam").look().press("Start the exam")
    page = ana.page
    page.get_by_role("heading", name=ana.words("Question 1")).wait_for()
    ana.look()
    for number in range(1, 41):
        sheet = page.locator(f"#q-{number}")
        sheet.get_by_text("Answer a", exact=True).click()
        if number < 40:
            page.locator("[data-next]").click()
    page.locator(".room-bar [data-hand-in]").click()
    ana.look().press("Hand in now").says("You passed")
    ana.look().press("Your application").says("Send the sample stream")


def rate(rater: Screen) -> None:
    rater.look().press("Take the next").look()
    assert "Ana" not in rater.page.content()
    for name in rater.page.eval_on_selector_all("input[type=radio]", "all => [...new Set(all.map(one => one.name))]"):
        rater.tick(name, "4")
    rater.press("Hand in").says("Handed in")


def decide(rita: Screen) -> str:
    queue_of(rita)
    rita.press("Claim next").says("Ana Duarte").look()
    rita.tick("outcome", "approve").page.select_option("#level-food", "food:L2")
    rita.press("Continue").look().press("Approve").says("Approved")
    case = rita.page.url.split("?")[0]
    rita.page.goto(case)
    rita.page.get_by_text("GR-A-").first.wait_for(timeout=40_000)
    return rita.page.get_by_text("GR-A-").first.inner_text().strip()
