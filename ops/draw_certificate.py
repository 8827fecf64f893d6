"""Draw the certificate's seal and border as flat SVG; a developer's tool, never needed at run time.

    python ops/draw_certificate.py        # writes templates/pdf/seal.svg and templates/pdf/border.svg

All lengths are millimetres. No gradients: some PDF viewers drop them.
"""

from math import cos, sin, tau
from pathlib import Path

TARGET = Path(__file__).parent.parent / "templates" / "pdf"
GREEN, TINT, PALE, PAPER = "#0b5d4b", "#8fb3a4", "#c9dbd1", "#fdfaf3"
WIDTH, HEIGHT = 297.0, 210.0
BAND = 13.6  # distance of the braid's middle line from the edge of the sheet
CORNER = 5.4  # radius of the rosettes that join two braids
CHECK = (
    "M-10.6 -.4L-7.4 -3.2Q-4.6 .2 -2.8 4.4Q3 -6.4 11.4 -11.8L12.2 -10.7Q4.4 -2.6 -.9 10.2L-3.3 10.2Q-6.2 3.8 -10.6 -.4Z"
)


def _n(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}"  # + 0.0 makes 0 of -0


def wave(length: float, swing: float, halves: int, *, phase: int) -> str:
    """Path data of a sine along x from 0 to `length`, one cubic curve per half period; phase 0 or 1."""
    step, side = length / halves, 1 if phase else -1
    path = f"M0 {_n(side * swing)}"
    for half in range(halves):
        y0, y1 = side * swing, -side * swing
        x0, x1 = half * step, (half + 1) * step
        # 0.3642 is the cubic that comes closest to half a sine.
        path += f"C{_n(x0 + 0.3642 * step)} {_n(y0)} {_n(x1 - 0.3642 * step)} {_n(y1)} {_n(x1)} {_n(y1)}"
        side = -side
    return path


def braid(length: float, halves: int) -> str:
    """Interlaced strands of one side, lying along x; the palest pair runs half a step ahead."""
    step = length / halves
    ahead = "".join(_strand(wave(length - step, 2.5, halves - 1, phase=phase), PALE) for phase in (0, 1))
    strands = [
        _strand(wave(length, swing, halves, phase=phase), colour)
        for swing, colour in ((2.5, TINT), (1.72, GREEN), (0.94, TINT))
        for phase in (0, 1)
    ]
    return f'<g transform="translate({_n(step / 2)} 0)">{ahead}</g>' + "".join(strands)


def _strand(path: str, colour: str) -> str:
    return f'<path d="{path}" stroke="{colour}" stroke-width="0.16"/>'


def rosette(radius: float, petals: int, colour: str, *, width: float) -> str:
    """Ellipses turned about the origin until they close to a rose."""
    turns = (180 * petal / petals for petal in range(petals))
    shape = f'rx="{_n(radius)}" ry="{_n(radius * 0.42)}"'
    return "".join(
        f'<ellipse {shape} transform="rotate({_n(turn)})" stroke="{colour}" stroke-width="{width}"/>' for turn in turns
    )


def border() -> str:
    """The whole frame: outer line, braid, corner rosettes, inner hairline."""
    across, down = WIDTH - 2 * BAND, HEIGHT - 2 * BAND
    sides = (
        (BAND, BAND, 0, across, 66),
        (BAND, HEIGHT - BAND, 0, across, 66),
        (BAND, BAND, 90, down, 44),
        (WIDTH - BAND, BAND, 90, down, 44),
    )
    parts = [
        f'<g transform="translate({_n(x)} {_n(y)}) rotate({turn})">{braid(length, halves)}</g>'
        for x, y, turn, length, halves in sides
    ]
    for x in (BAND, WIDTH - BAND):
        for y in (BAND, HEIGHT - BAND):
            disc = f'<circle r="{CORNER}" fill="{PAPER}" stroke="{GREEN}" stroke-width="0.3"/>'
            heart = f'<circle r="0.9" fill="{GREEN}"/>'
            rose = rosette(CORNER - 0.9, 12, GREEN, width=0.12)
            parts.append(f'<g transform="translate({_n(x)} {_n(y)})">{disc}{rose}{heart}</g>')
    frames = _frame(9.6, 0.55) + _frame(17.6, 0.22)
    return _svg(f"0 0 {_n(WIDTH)} {_n(HEIGHT)}", frames + "".join(parts))


def _frame(inset: float, width: float) -> str:
    size = f'width="{_n(WIDTH - 2 * inset)}" height="{_n(HEIGHT - 2 * inset)}"'
    return f'<rect x="{inset}" y="{inset}" {size} stroke="{GREEN}" stroke-width="{width}"/>'


def seal() -> str:
    """A toothed seal, 100 units wide, with an engraved rose and a check mark."""
    parts = [
        f'<path d="{_teeth(49.0, 46.6, 90)}" fill="{GREEN}"/>',
        _ring(44.6, PAPER, 0.3) + _ring(43.6, PAPER, 0.75) + _ring(40.4, PAPER, 0.3),
        _dots(42.0, 96),
        rosette(39.6, 36, "#7fa99a", width=0.24),
        f'<circle r="21.6" fill="{GREEN}"/><circle r="20.4" fill="{PAPER}"/>' + _ring(19.0, GREEN, 0.4),
        f'<path d="{CHECK}" fill="{GREEN}"/>',
    ]
    return _svg("-50 -50 100 100", "".join(parts))


def _ring(radius: float, colour: str, width: float) -> str:
    return f'<circle r="{radius}" stroke="{colour}" stroke-width="{width}"/>'


def _dots(radius: float, count: int) -> str:
    places = (tau * dot / count for dot in range(count))
    return "".join(
        f'<circle cx="{_n(radius * cos(at))}" cy="{_n(radius * sin(at))}" r="0.42" fill="{PAPER}"/>' for at in places
    )


def _teeth(outer: float, inner: float, count: int) -> str:
    steps = ((outer if step % 2 else inner, tau * step / (2 * count)) for step in range(2 * count))
    return "M" + "L".join(f"{_n(reach * cos(at))} {_n(reach * sin(at))}" for reach, at in steps) + "Z"


def _svg(box: str, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none">{body}</svg>\n'


def main() -> None:
    """Write both drawings."""
    (TARGET / "seal.svg").write_text(seal(), encoding="utf-8")
    (TARGET / "border.svg").write_text(border(), encoding="utf-8")


if __name__ == "__main__":
    main()
