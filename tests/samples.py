"""Real sample files, made once per run of the tests."""

import io
from functools import cache

import pillow_heif
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont
from weasyprint import HTML

from domain.documents.mrz import check_digit

pillow_heif.register_heif_opener()

LATIN_FONT = "DejaVuSans.ttf"
CJK_FONT = "NotoSansCJK-Regular.ttc"
LATIN = (
    "BUSINESS LICENCE",
    "Registered name: Lin Trading Ltd",
    "Registration number: HRB 123456 B",
    "Address: 12 Harbour Street, Hamburg",
    "Legal representative: Lin Jing",
    "Date of issue: 12 March 2021",
    "Valid until: 31 December 2031",
)
CHINESE = (
    "营业执照",
    "统一社会信用代码：91310000MA1K3YJ12X",
    "名称：上海林氏贸易有限公司",
    "法定代表人：林静",
    "营业期限：2021年3月12日至2041年3月11日",
    "发证日期：2021年3月12日",
)


@cache
def text_pdf(lines: tuple[str, ...] = LATIN, pages: int = 1) -> bytes:
    """A PDF with a text layer that shows these lines on each of its pages."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    style = "@page{size:A4;margin:2cm} body{font-family:'DejaVu Sans','Noto Sans CJK SC'} div{break-after:page}"
    html = f"<style>{style}</style>" + f"<div>{body}</div>" * pages
    return bytes(HTML(string=html).write_pdf())


@cache
def picture(lines: tuple[str, ...] = LATIN, font: str = LATIN_FONT) -> Image.Image:
    """The lines as a scan of half an A4 page at 150 dpi, dark grey on white."""
    image = Image.new("RGB", (1240, 120 + 75 * len(lines)), "white")
    draw, face = ImageDraw.Draw(image), ImageFont.truetype(font, 34)
    for row, line in enumerate(lines):
        draw.text((90, 60 + 75 * row), line, fill=(40, 40, 40), font=face)
    return image


def _saved(image: Image.Image, kind: str, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


@cache
def scanned_pdf(lines: tuple[str, ...] = LATIN, font: str = LATIN_FONT) -> bytes:
    """A PDF that holds only a picture."""
    out = io.BytesIO()
    picture(lines, font).save(out, "PDF", resolution=150.0)
    return out.getvalue()


@cache
def png() -> bytes:
    """The licence as PNG."""
    return _saved(picture(), "PNG")


@cache
def heic() -> bytes:
    """The licence as a telephone's HEIC."""
    return _saved(picture(), "HEIF")


@cache
def turned_jpeg() -> bytes:
    """A photo whose pixels lie on their side and whose EXIF says so."""
    exif = Image.Exif()
    exif[0x0112] = 6  # show it turned by 90 degrees clockwise
    return _saved(picture().rotate(90, expand=True), "JPEG", exif)


@cache
def sideways_jpeg() -> bytes:
    """A photo that lies on its side without saying so."""
    return _saved(picture().rotate(90, expand=True), "JPEG")


@cache
def blank_png() -> bytes:
    """A sheet with nothing on it."""
    return _saved(Image.new("L", (800, 1100), 250), "PNG")


PASSPORT = (
    "REISEPASS  PASSPORT",
    "Name: Lin",
    "Given names: Wei",
    "Passport No.: C01X00T47",
    "Date of birth: 12 April 1988",
    "Date of expiry: 11 August 2031",
)
IDENTITY_CARD = ("IDENTITY CARD", "Name: Lin Wei", "Number: C01X00T47", "Date of birth: 12 April 1988")


def zone(names: str = "LIN<<WEI", number: str = "C01X00T47", birth: str = "880412", *, until: str = "310811") -> str:
    """The two lines of a German passport's zone, with right check digits."""
    number, born, ends = (part + check_digit(part) for part in (number.ljust(9, "<"), birth, until))
    rest = "<" * 14 + "0"
    return f"P<D<<{names:<<39}\n{number}D<<{born}F{ends}{rest}{check_digit(number + born + ends + rest)}"


@cache
def passport(mrz: str = "", turned: float = 0, contrast: float = 1) -> Image.Image:
    """A passport's page at 250 dpi: a dull ground, a few fields, and the zone (a valid one when empty)."""
    page = Image.new("RGB", (1250, 880), (226, 224, 214))
    draw, small = ImageDraw.Draw(page), ImageFont.truetype(LATIN_FONT, 30)
    draw.rectangle((50, 120, 400, 580), fill=(170, 160, 150))
    for row, line in enumerate(PASSPORT):
        draw.text((450, 130 + 80 * row), line, fill=(30, 30, 60), font=small)
    for row, line in enumerate((mrz or zone()).split("\n")):
        draw.text((60, 700 + 70 * row), line, fill=(20, 20, 20), font=ImageFont.truetype("DejaVuSansMono.ttf", 42))
    seen = page.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 80, 70))
    return ImageEnhance.Contrast(seen).enhance(contrast)


def jpeg(image: Image.Image) -> bytes:
    """A picture as a telephone sends it."""
    return _saved(image, "JPEG")


@cache
def identity_card() -> bytes:
    """A national identity card, as many are: without a machine-readable zone."""
    return jpeg(picture(IDENTITY_CARD))


@cache
def portrait(width: int = 900, height: int = 1200, blur: float = 0) -> Image.Image:
    """A drawn face with grain, as a photograph has it."""
    grain = Image.effect_noise((width, height), 24).convert("RGB")
    face = Image.new("RGB", (width, height), (190, 200, 210))
    draw, x, y = ImageDraw.Draw(face), width // 10, height // 10
    draw.ellipse((2 * x, 2 * y, 8 * x, 8 * y), fill=(214, 180, 150))
    for left in (3 * x, 6 * x):
        draw.ellipse((left, 4 * y, left + x, 4 * y + y // 2), fill=(40, 40, 50))
    draw.arc((4 * x, 5 * y, 6 * x, 7 * y), 20, 160, fill=(150, 60, 60), width=max(3, x // 8))
    return Image.blend(face, grain, 0.2).filter(ImageFilter.GaussianBlur(blur))
