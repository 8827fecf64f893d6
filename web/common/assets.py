"""Scripts, style sheets, pictures and typefaces, and how long a browser may keep them."""

import hashlib
import os
import re
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope
from typing_extensions import override

FOLDER = Path(__file__).parents[1] / "static"
FOR_GOOD, ASK_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"


def _version() -> str:
    """Twelve hex digits that change when any file does; worked out when the process starts."""
    whole = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:12]


VERSION = _version()
PREFIX = f"/static/{VERSION}"  # templates write {{ static }}/js/exams/room.js


class Assets(StaticFiles):
    """Files below /static/VERSION. Modules import each other by plain paths, so all of a page's are of one version."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def get_path(self, scope: Scope) -> str:
        """The file's path. During a deploy a page of the other version gets what there is, rather than nothing."""
        return re.sub(r"^[0-9a-f]{12}/", "", super().get_path(scope))

    @override
    def file_response(
        self, full_path: os.PathLike[str] | str, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or "not modified"; only under its own version may it be kept without asking again."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        own = scope["path"].startswith(f"{PREFIX}/")
        response.headers["cache-control"] = FOR_GOOD if own else ASK_EACH_TIME
        return response
