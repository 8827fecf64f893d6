"""Scripts, style sheets, pictures and typefaces below /static, and how long a browser may keep them."""

import os
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
ASK_EACH_TIME = "no-cache"  # kept, but used only after the server has said (by ETag) that it is still the same
A_MONTH = "public, max-age=2592000"


class Assets(StaticFiles):
    """Modules import each other by plain names, so a deploy must never be met half: all but typefaces is asked for."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def file_response(
        self, full_path: os.PathLike[str] | str, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or "not modified"; both say how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = A_MONTH if Path(full_path).suffix == ".woff2" else ASK_EACH_TIME
        return response
