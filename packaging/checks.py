"""`make check`, `make test`, `make play`, `make faults`: the cheapest checks first. Run by bootstrap.py.

A check that passes is one line; one that fails shows its output and stops the rest, the tests too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a private folder in it
ENOUGH = 3_000_000_000
"""Bytes: the databases of all tests together, with room to spare. A container may have 64 MB of shared memory."""
CHECKS = (
    ("opmaak", [str(BIN / "ruff"), "format", "--check", "."]),
    ("stijl", [str(BIN / "ruff"), "check", "."]),
    ("lagen", [str(BIN / "lint-imports")]),
    ("vertalingen", [sys.executable, "packaging/translations.py"]),
    ("voorbereide vragen", [sys.executable, "packaging/prepared.py"]),
    ("stuklijst", [sys.executable, "packaging/sbom.py"]),
    ("schema = modellen", [sys.executable, "packaging/schema.py"]),
)
TYPES = ("types", [str(BIN / "mypy")])
"""On a fresh clone it takes longer than all the others together: it runs beside them, and beside the tests."""
TESTS = [
    *(sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal"),
    *("--cov", "--cov-report=", "--cov-branch"),
]
"""What is covered to the last branch (rules, ops, core) is named in pyproject.toml.

Each process begins with its half of the tests, in order, so that what a module prepares is prepared once; who is done
first takes over from the other one.
"""

PLAY = [
    *(sys.executable, "-m", "pytest", "-n", "2"),
    *("tests/stories/test_random_desk.py", "tests/features/yearly/test_drilldown.py", "--deeds", "50000"),
    *("tests/features/test_demo.py", "tests/faults", "tests/shared"),
]
"""Random people at the desk for minutes on end, and what is marked `play`: files of others, faults with few tries."""

EXAMPLES = [
    *(sys.executable, "-m", "pytest", "-n", "2", "-m", "hypothesis", "--deeds", "50000"),
    "--ignore=tests/features/yearly/test_drilldown.py",
]
"""Every property with ten times the examples of `make test`."""


def main(arguments: list[str]) -> int:
    """Run what the verb asks. Returns the exit code of what failed, else 0."""
    verb, rest = arguments[0], arguments[1:]
    os.chdir(ROOT)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # dozens of processes read the same sources
    if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
        # Thousands of small databases, each commit flushed: three times as fast where the disk is memory.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    if verb == "play":
        return subprocess.call([*PLAY, *rest]) or subprocess.call([*EXAMPLES, *rest])
    if verb == "bench":
        return run_benchmarks()
    if verb == "faults":
        return run_faults()
    types = Beside(*TYPES)
    try:
        return run_checks() or (run_tests(rest, types) if verb == "test" else types.tell())
    finally:
        types.stop()


class Beside:
    """A check that runs beside what else is done."""

    def __init__(self, title: str, command: list[str]) -> None:
        self._title = title
        self._began = time.monotonic()
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - `stop` closes it
        self._process = subprocess.Popen(command, stdout=self._said, stderr=subprocess.STDOUT)
        self._seconds = 0.0

    @property
    def has_failed(self) -> bool:
        """Tell whether it found something, as far as is known."""
        if self._process.poll() is not None and not self._seconds:
            self._seconds = time.monotonic() - self._began
        return bool(self._process.returncode)

    def tell(self) -> int:
        """Wait for it and say in one line how it went, with its output where it failed. Returns its exit code."""
        self._process.wait()
        code = int(self.has_failed)
        self._said.seek(0)
        print(f"{self._title} … ", end="")
        return tell(subprocess.CompletedProcess([], code, self._said.read(), ""), self._seconds)

    def stop(self) -> None:
        """Let go of it, done or not."""
        self._process.kill()
        self._process.wait()
        self._said.close()


def run_checks() -> int:
    """Run the checks two at a time and say in their order how they went; the first that failed stops the rest."""
    with ThreadPoolExecutor(2) as pool:
        longest_first = (*CHECKS[-1:], *CHECKS[:-1])
        running = {title: pool.submit(timed, command) for title, command in longest_first}
        for title, _ in CHECKS:
            print(f"{title} … ", end="", flush=True)
            code = tell(*running[title].result())
            if code:
                pool.shutdown(cancel_futures=True)
                return code
    return 0


def run_check(title: str, command: list[str]) -> int:
    """Run one check and say in one line how it went, with its output where it failed."""
    print(f"{title} … ", end="", flush=True)
    return tell(*timed(command))


def timed(command: list[str]) -> tuple["subprocess.CompletedProcess[str]", float]:
    """Run a command; return its answer and how many seconds it took."""
    began = time.monotonic()
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer, time.monotonic() - began


def tell(answer: "subprocess.CompletedProcess[str]", seconds: float) -> int:
    """End the line of a check. Returns its exit code."""
    if answer.returncode:
        print(f"mislukt\n{answer.stdout}{answer.stderr}")
    else:
        print(f"goed ({seconds:.1f} s)")
    return answer.returncode


def run_tests(arguments: list[str], types: Beside) -> int:
    """Run every test, then hold rules, ops and core to full coverage. The last line is pytest's own summary.

    With arguments only those tests run, and then their coverage says nothing. Wrong types stop them.
    """
    last = ""
    with subprocess.Popen([*TESTS, *arguments], stdout=subprocess.PIPE, text=True) as tests:
        for line in tests.stdout or ():
            if last:
                print(last, end="", flush=True)
            last = line
            if types.has_failed:
                tests.terminate()
                return types.tell()
    code = types.tell() or tests.returncode
    if not code and not arguments:
        report = ["coverage", "report", "--fail-under=100"]
        code = run_check("dekking 100 % van rules, ops en core", [sys.executable, "-m", *report])
    print(last, end="", flush=True)
    return code


def run_benchmarks() -> int:
    """Run every measurement in bench/; each prints one line of JSON."""
    return max(
        (subprocess.call([sys.executable, str(bench)]) for bench in sorted(Path("bench").glob("[a-z]*.py"))), default=0
    )


def run_faults() -> int:
    """Run every fault of tests/faults in full, the kills of bench/kill.py, and the move of a large desk.

    Each prints lines of JSON and, beside them, how long it took. The code is 1 when one of them broke a promise; the
    others run all the same.
    """
    modules = sorted(path.stem for path in Path("tests/faults").glob("[a-z]*.py") if not path.name.startswith("test_"))
    commands = [["bench/kill.py", "--saves", "1000", "--rounds", "1000"]]
    commands += [["-m", f"tests.faults.{module}"] for module in modules]
    commands += [["-m", "tests.faults.moves", "--rows", "1000000", "--n", "0"]]
    return max(run_fault(command) for command in commands)


def run_fault(command: list[str]) -> int:
    """Run one fault and say how long it took. Returns its exit code."""
    began = time.monotonic()
    code = subprocess.call([sys.executable, *command])
    print(f"{' '.join(command)}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
