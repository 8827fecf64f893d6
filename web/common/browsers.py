"""What to call a browser: a few words out of its long signature, enough to recognise one's own."""

from domain.messages import Message, msg

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def describe(signature: str) -> Message | str:
    """Such as `Firefox, Windows`; what we do not know is left out."""
    found = (next((name for mark, name in table if mark in signature), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name) or msg("Unknown browser")
