r"""Set everything up and start: `make run`, `make test`, or `py packaging\bootstrap.py run` on Windows.

Standard library only, and in words that an old Python still understands: it runs before anything is
installed. A step that was done before is skipped, by a stamp in .venv that names what was installed.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
OLDEST, NEWEST = (3, 11), (3, 13)
VERBS = ("run", "test", "play", "check", "bench", "faults", "setup")

OFFSCREEN_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}
"""Packages with another name on newer systems."""


class SetupError(Exception):
    """A step that failed; its text says what the person can do."""


def main(arguments: "list[str]") -> int:
    """Do the set-up that the verb needs, then the verb. Returns the exit code."""
    verb = arguments[0] if arguments else "run"
    if verb not in VERBS:
        print(f"Gebruik: python packaging/bootstrap.py {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        python = suitable_python()
        if python != sys.executable:
            return subprocess.call([python, __file__, *arguments])
        prepare("run" if verb in {"run", "setup"} else "dev")
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return start(verb, arguments[1:])


def start(verb: str, arguments: "list[str]") -> int:
    """Hand over to the program, the tests or the measurements."""
    if verb == "setup":
        print("Klaar. Start met: make run")
        return 0
    if verb == "run":
        module = "mmc_desk" if has_screen() else "mmc_desk.cli.tour"
        command = [str(venv_python()), "-m", module, *arguments]
    else:
        command = [str(venv_python()), str(ROOT / "packaging" / "checks.py"), verb, *arguments]
    os.chdir(ROOT)
    if WINDOWS:
        return subprocess.call(command)
    os.execv(command[0], command)
    return 0


def has_screen() -> bool:
    """Tell whether a window can be shown here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- Python


def suits(version: "tuple[int, int]") -> bool:
    """Tell whether the locked dependencies exist for this Python."""
    return OLDEST <= version <= NEWEST


def suitable_python() -> str:
    """Return the path of a Python that suits: this one, or another on this machine. Raises SetupError."""
    if suits(sys.version_info[:2]):
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = ask_python(["py", f"-3.{minor}"] if WINDOWS else [f"python3.{minor}"])
        if found:
            return found
    present = ".".join(str(part) for part in sys.version_info[:2])
    raise SetupError(
        f"MMC Desk heeft Python 3.11, 3.12 of 3.13 nodig; hier staat Python {present}.\n"
        "Installeer er een van python.org, of op Debian en Ubuntu:\n"
        "    sudo apt-get install python3 python3-venv\n"
        f"(MMC Desk needs Python 3.11, 3.12 or 3.13; this machine has {present}.)"
    )


def ask_python(command: "list[str]") -> str:
    """Return the path of the interpreter that `command` starts, or nothing when it starts none that suits."""
    if not shutil.which(command[0]):
        return ""
    code = "import sys; print(*sys.version_info[:2]); print(sys.executable)"
    answer = subprocess.run([*command, "-c", code], capture_output=True, text=True, check=False)
    lines = answer.stdout.splitlines()
    if answer.returncode or len(lines) != 2:
        return ""
    major, minor = lines[0].split()
    return lines[1] if suits((int(major), int(minor))) else ""


def venv_python() -> Path:
    """Return the path of the interpreter in .venv."""
    return VENV / "Scripts" / "python.exe" if WINDOWS else VENV / "bin" / "python"


# --- Installing


def prepare(kind: str) -> None:
    """Install what `kind` ("run" or "dev") needs, unless the stamp says that it's there."""
    ensure_system_libraries()
    stamp = VENV / f"mmc-desk-{kind}.stamp"
    wanted = fingerprint(kind)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and venv_python().exists():
        return
    ensure_venv()
    with Step("Bibliotheken installeren (alleen de eerste keer, een paar minuten)"):
        lock = ROOT / "packaging" / "lock" / f"{kind}.txt"
        # The lock is complete; followed through an extra, pip would meet a newer release and refuse it.
        pip_install("--require-hashes", "--no-deps", "-r", str(lock))
    with Step("MMC Desk installeren"):
        pip_install("--no-build-isolation", "--no-deps", "-e", str(ROOT))
    stamp.write_text(wanted, encoding="utf-8")


def fingerprint(kind: str) -> str:
    """Return a digest of everything that makes an earlier installation good enough."""
    digest = hashlib.sha256()
    for file in (ROOT / "packaging" / "lock" / f"{kind}.txt", ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    digest.update(f"{sys.version} {sys.base_prefix} {ROOT}".encode())
    return digest.hexdigest()


def ensure_venv() -> None:
    """Make .venv, anew where the one there belongs to another Python. Raises SetupError."""
    if ask_python([str(venv_python())]) and venv_version() == sys.version:
        return
    with Step("Een eigen omgeving maken in .venv"):
        make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        if subprocess.run(make, capture_output=True, check=False).returncode == 0:
            return
        # Debian and Ubuntu leave a part of Python out (ensurepip).
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        apt_install([package], f"Python mist het onderdeel venv ({package}).")
        again = subprocess.run(make, capture_output=True, text=True, check=False)
        if again.returncode:
            raise SetupError(f"In {VENV} kan geen omgeving gemaakt worden: {last_line(again)}")


def venv_version() -> str:
    """Return the full version of the Python in .venv."""
    code = "import sys, pip; print(sys.version, end='')"
    return subprocess.run([str(venv_python()), "-c", code], capture_output=True, text=True, check=False).stdout


def pip_install(*arguments: str) -> None:
    """Run pip in .venv. Raises SetupError with what to do when it fails."""
    command = [
        str(venv_python()),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *arguments,
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SetupError(
            "De bibliotheken konden niet geïnstalleerd worden. Kijk na of deze computer op internet kan "
            "en of de schijf niet vol is; start daarna opnieuw, wat klaar is wordt niet herhaald.\n"
            "(The libraries could not be installed: check the network and the disk, then start again.)\n"
            f"pip: {last_line(answer)}"
        )


def last_line(answer: "subprocess.CompletedProcess[str]") -> str:
    """Return the line of a program's output that says most about its failure."""
    lines = [line.strip() for line in (answer.stdout + "\n" + answer.stderr).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or [f"exit {answer.returncode}"])[-1]


# --- System libraries


def ensure_system_libraries() -> None:
    """Install what Qt needs from the system where we may, else say the one line. Raises SetupError."""
    if not sys.platform.startswith("linux"):
        return
    wanted = {**OFFSCREEN_LIBRARIES, **(SCREEN_LIBRARIES if has_screen() else {})}
    missing = [library for library in wanted if not loads(library)]
    if missing:
        needed = f"Het systeem mist bibliotheken voor het venster: {', '.join(missing)}."
        with Step("Systeembibliotheken installeren"):
            apt_install([wanted[library] for library in missing], needed)


def loads(library: str) -> bool:
    """Tell whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: "list[str]", why: str) -> None:
    """Install Debian packages as root; else raise SetupError with the one line to run."""
    if not shutil.which("apt-get"):
        raise SetupError(f"{why} Installeer ze met de pakketbeheerder van dit systeem en start opnieuw.")
    named = [name_here(package) for package in packages]
    if os.geteuid() != 0:
        raise SetupError(f"{why} Voer dit uit en start opnieuw:\n    sudo apt-get install {' '.join(named)}")
    apt("update")
    named = [name_here(package) for package in packages]
    answer = apt("install", "--yes", "--no-install-recommends", *named)
    if answer.returncode:
        raise SetupError(f"{why} apt-get install {' '.join(named)} mislukte: {last_line(answer)}")


def apt(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run apt-get without questions."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    command = ["apt-get", "--quiet", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def name_here(package: str) -> str:
    """Return the name of a package on this version of Debian or Ubuntu."""
    newer = RENAMED.get(package)
    if newer and shutil.which("apt-cache"):
        known = subprocess.run(["apt-cache", "show", newer], capture_output=True, check=False)
        return newer if known.returncode == 0 and known.stdout else package
    return package


class Step:
    """One line on the screen for one step, with the seconds it took."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()

    def __enter__(self) -> None:
        print(f"{self.title} … ", end="", flush=True)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        print("mislukt" if error else f"klaar ({time.monotonic() - self.began:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
