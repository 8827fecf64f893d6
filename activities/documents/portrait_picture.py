"""Portraits: what can be measured in a photograph, and the clean copy of it that a certificate shows."""

import io

import pillow_heif
from PIL import Image, ImageFilter, ImageOps, ImageStat
from pydantic import BaseModel

from activities.documents.reading import UnreadableDocument
from domain.documents.limits import MediaType

pillow_heif.register_heif_opener()

LARGEST = (900, 1200)  # pixels of the clean copy, 3:4
MEASURED = (480, 1920)  # pixels of the copy that is measured, so that sizes compare; the height only bounds it
DECODERS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.HEIC: "HEIF"}
# Differences of a place to its four neighbours; 128 keeps the negative ones.
LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


class PortraitMeasures(BaseModel, frozen=True):
    """Size in pixels, upright; `sharpness` is the variance of the Laplacian, `contrast` the deviation, of grey levels.

    Grey levels run from 0 to 255.
    """

    width: int
    height: int
    sharpness: float
    contrast: float


def measure(data: bytes, media_type: MediaType) -> PortraitMeasures:
    """Look at a photograph. UnreadableDocument."""
    picture = _upright(data, (DECODERS[media_type],))
    grey = picture.convert("L")
    zoom = min(MEASURED[0] / grey.width, MEASURED[1] / grey.height)
    size = (max(3, round(grey.width * zoom)), max(3, round(grey.height * zoom)))
    small = grey.resize(size, Image.Resampling.LANCZOS)
    edges = small.filter(LAPLACE).crop((1, 1, small.width - 1, small.height - 1))
    return PortraitMeasures(
        width=picture.width,
        height=picture.height,
        sharpness=ImageStat.Stat(edges).var[0],
        contrast=ImageStat.Stat(small).stddev[0],
    )


def portrait_of(data: bytes) -> bytes:
    """A photograph as JPEG: upright, its middle in 3:4, at most 900 x 1200 pixels, no metadata. UnreadableDocument."""
    picture = _upright(data, tuple(DECODERS.values()))
    width = min(LARGEST[0], picture.width, picture.height * 3 // 4)
    clean = ImageOps.fit(picture, (max(3, width), max(4, width * 4 // 3)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=88, exif=b"", icc_profile=None)
    return out.getvalue()


def _upright(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    """As its EXIF says, in RGB, on white where it is transparent."""
    try:
        with Image.open(io.BytesIO(data), formats=formats) as picture:
            upright = ImageOps.exif_transpose(picture)
            if not upright.has_transparency_data:
                return upright.convert("RGB")
            upright = upright.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadableDocument from error
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain
