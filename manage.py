"""The command line: runs Greenroom and its parts, migrates, seeds, verifies, measures."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from db.audit import first_broken, head
from db.engine import make_engine, read
from db.migrate import upgrade
from db.policy.library import load_packs
from domain.accounts import Role
from domain.checks.registry import ALL
from settings import ROOT, Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
verify = typer.Typer(no_args_is_help=True, help="Prove that what is stored was not changed.")
app.add_typer(verify, name="verify")
console = Console()


@app.command()
def up(port: int = 8000) -> None:
    """Run everything on this machine: Temporal, workers, web; the first start adds demo data."""
    _become("-m", "ops.embedded", "--port", str(port))


@app.command()
def web(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Run the web alone, in one process or several."""
    _become("-m", "web.serve", "--host", host, "--port", str(port), "--workers", str(workers))


@app.command()
def worker(queue: Annotated[list[str], typer.Option(help="wf, ext or pdf; may be given several times")]) -> None:
    """Run a worker for some task queues."""
    _become("-m", "worker", *(part for name in queue for part in ("--queue", name)))


@app.command()
def migrate() -> None:
    """Bring the database up to the newest tables."""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(make_engine(settings.db))
    console.print("The database is up to date.")


@app.command()
def seed() -> None:
    """Add the demo people and applications, where they are missing."""
    _become("-m", "ops.seed")


@app.command()
def account(email: str, name: str, role: Role) -> None:
    """Add a person; the password is asked for, or read from GREENROOM_NEW_PASSWORD."""
    if "GREENROOM_NEW_PASSWORD" not in os.environ:
        # Not among the arguments, which every user of the machine can list.
        os.environ["GREENROOM_NEW_PASSWORD"] = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    _become("-m", "ops.add_account", email, name, role)


@app.command()
def policies() -> None:
    """Check every policy pack, and list them."""
    settings = Settings()
    library = load_packs(settings.policies_dir)
    for pack in library.packs:
        merchant = pack.merchant
        console.print(
            f"{pack.id:6} {pack.version:12} {pack.name}: {len(pack.rules)} rules, {len(merchant.fields)} questions,"
            f" {len(merchant.documents)} documents"
        )


@app.command()
def checks() -> None:
    """List every check with the results and reasons that risk rules can look for, the gravest first."""
    for check in ALL:
        console.print(f"[bold]{check.key}[/bold]  {check.label}, version {check.version}")
        for reason, result in check.results.items():
            console.print(f"  {result.status:8} {reason:24} {result.words}")


@app.command()
def shell() -> None:
    """Open a Python prompt with the settings, an engine and every table at hand."""
    _become("-m", "ops.shell")


@verify.command("audit")
def verify_audit() -> None:
    """Prove the audit chain, or name the first row that does not fit."""
    with read(make_engine(Settings().db)) as session:
        broken, last = first_broken(session), head(session)
    if broken is not None:
        console.print(f"[red]The chain breaks at row {broken}: that row, or the one before it, was changed.[/]")
        raise typer.Exit(1)
    console.print(f"The chain holds: {last.seq} rows, last hash {last.hash}." if last else "The trail is empty.")


@verify.command("certificate")
def verify_certificate(file: Path) -> None:
    """Check the signature of a certificate against this house's root."""
    _become("-m", "ops.check_certificate", str(file.absolute()))


@app.command()
def bench(name: str = "") -> None:
    """Run the benchmarks, or one of them; each writes a table."""
    for script in sorted((ROOT / "benchmarks").glob(f"{name or '*'}.py")):
        console.rule(script.stem)
        os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", f"benchmarks.{Path(script).stem}"])


def _become(*arguments: str) -> None:
    """Turn into another program: signals reach it directly, and this one need not load what only that one uses."""
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, *arguments])


if __name__ == "__main__":
    app()
