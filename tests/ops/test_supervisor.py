"""The supervisor with real small programs: order, restarts, giving up, stopping, no orphans."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from ops.child import Program
from ops.supervisor import GaveUp, RestartPolicy, Supervisor

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, flush=True); sys.stdin.read()"
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and the kernel signals orphans only there")
HASTY = RestartPolicy(quick=5, deaths=3, first_pause=0.02)


def python(name: str, code: str, **more: float) -> Program:
    return Program(name, [sys.executable, "-c", code], grace=more.get("grace", 5.0))


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def supervise(folder: Path, *programs: Program) -> tuple[Supervisor, Console]:
    console = Console(record=True, width=200, file=io.StringIO())
    return Supervisor(programs, folder / "log", console, patience=HASTY), console


def test_programs_start_in_order_each_after_the_one_before_answers(tmp_path: Path) -> None:
    mark = tmp_path / "first-is-ready"
    slow = f"import pathlib, time; time.sleep(.2); pathlib.Path({str(mark)!r}).touch(); time.sleep(60)"
    look = f"import pathlib, time; print(pathlib.Path({str(mark)!r}).exists(), flush=True); time.sleep(60)"
    first = Program("first", [sys.executable, "-c", slow], ready=mark.exists)
    supervisor, _ = supervise(tmp_path, first, python("second", look))
    assert supervisor.start()
    until((tmp_path / "log" / "second.log").read_text)
    supervisor.stop()
    assert (tmp_path / "log" / "second.log").read_text() == "True\n"


def test_a_program_that_dies_is_started_again_and_the_terminal_says_so(tmp_path: Path) -> None:
    supervisor, console = supervise(tmp_path, python("worker", SLEEP))
    thread = threading.Thread(target=kill_and_wait, args=[supervisor])
    thread.start()
    assert supervisor.run() == 0
    thread.join()
    assert "worker died with exit code -9; starting it again" in console.export_text()


def kill_and_wait(supervisor: Supervisor) -> None:
    until(supervisor.pids)
    before = supervisor.pids()["worker"]
    os.kill(before, signal.SIGKILL)
    until(lambda: supervisor.pids().get("worker", before) != before)
    supervisor.ask_to_stop()


def test_a_program_that_keeps_dying_is_given_up_with_the_end_of_its_log(tmp_path: Path) -> None:
    other = python("other", SLEEP)
    supervisor, console = supervise(tmp_path, other, python("web", "print('no such table'); raise SystemExit(3)"))
    assert supervisor.run() == 1
    said = console.export_text()
    assert "web died 3 times in a row, last with exit code 3" in said
    assert "no such table" in said
    assert supervisor.pids() == {}


def test_a_program_that_never_answers_is_given_up(tmp_path: Path) -> None:
    never = Program("web", [sys.executable, "-c", SLEEP], ready=lambda: False, ready_within=0.2)
    supervisor, _ = supervise(tmp_path, never)
    with pytest.raises(GaveUp, match="web was not ready"):
        supervisor.start()
    supervisor.stop()


def test_a_long_life_forgives_earlier_deaths(tmp_path: Path) -> None:
    patience = RestartPolicy(quick=0.0, deaths=2, first_pause=0.0)
    console = Console(record=True, width=200, file=io.StringIO())
    supervisor = Supervisor([python("worker", "pass")], tmp_path / "log", console, patience=patience)
    timer = threading.Timer(0.8, supervisor.ask_to_stop)
    timer.start()
    assert supervisor.run() == 0
    assert console.export_text().count("worker died") >= 2


def test_stopping_goes_in_reverse_order_and_kills_what_will_not_go(tmp_path: Path) -> None:
    said = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print(time.time())))"
    first, second = python("first", f"{said}\ntime.sleep(60)"), python("second", f"{said}\ntime.sleep(60)")
    stubborn = python("stubborn", STUBBORN, grace=0.3)
    supervisor, console = supervise(tmp_path, first, second, stubborn)
    assert supervisor.start()
    until((tmp_path / "log" / "stubborn.log").read_text)
    supervisor.stop()
    logs = [float((tmp_path / "log" / f"{name}.log").read_text()) for name in ("second", "first")]
    assert logs == sorted(logs)
    assert "stubborn did not stop in time and was killed" in console.export_text()


def test_a_second_request_to_stop_does_not_wait_for_the_grace_period(tmp_path: Path) -> None:
    supervisor, _ = supervise(tmp_path, python("stubborn", STUBBORN, grace=30))
    assert supervisor.start()
    until((tmp_path / "log" / "stubborn.log").read_text)
    supervisor.ask_to_stop()
    supervisor.ask_to_stop()
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 3


@linux
def test_what_a_program_started_goes_with_it(tmp_path: Path) -> None:
    supervisor, _ = supervise(tmp_path, python("parent", PARENT + "\nimport time; time.sleep(60)"))
    assert supervisor.start()
    log = tmp_path / "log" / "parent.log"
    until(log.read_text)
    grandchild = int(log.read_text())
    assert not gone(grandchild)
    supervisor.stop()
    until(lambda: gone(grandchild))


@linux
def test_children_end_even_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rich.console import Console;"
        "from ops.child import Program; from ops.supervisor import Supervisor;"
        f"s = Supervisor([Program('c', [sys.executable, '-c', {SLEEP!r}])], Path({str(tmp_path)!r}), Console());"
        "s.run(lambda: print(s.pids()['c'], file=sys.stderr, flush=True))"
    )
    boss = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert boss.stderr
    child = int(boss.stderr.readline())
    # Between its start and its request for the signal a child would stay: some milliseconds that are not meant here.
    until(lambda: b"--pdeathsig" not in Path(f"/proc/{child}/cmdline").read_bytes())
    boss.kill()
    boss.wait()
    boss.stderr.close()
    until(lambda: gone(child))


def test_ctrl_c_stops_everything_and_leaves_with_success(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rich.console import Console;"
        "from ops.child import Program; from ops.supervisor import Supervisor;"
        f"s = Supervisor([Program('c', [sys.executable, '-c', {SLEEP!r}])], Path({str(tmp_path)!r}), Console());"
        "sys.exit(s.run(lambda: print('ready', file=sys.stderr, flush=True)))"
    )
    boss = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert boss.stderr
    boss.stderr.readline()
    boss.send_signal(signal.SIGINT)
    out, _ = boss.communicate(timeout=15)
    assert boss.returncode == 0
    assert "All stopped" in out


def gone(pid: int) -> bool:
    """Whether the process has ended; one that nobody has reaped yet counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
