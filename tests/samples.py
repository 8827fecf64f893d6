"""Real sample files, made once per run of the tests."""

import io
from functools import cache

import pillow_heif
from PIL import Image, ImageDraw, ImageFont, ImageOps
from weasyprint import HTML

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


@cache
def blurred_jpeg() -> bytes:
    """A licence nobody can read."""
    small = ImageOps.contain(picture(), (140, 140))
    return _saved(small.resize((1120, 600)), "JPEG")
