"""The evaluation addendum as PDF over a million rides in ten years: read the figures of all years, draw every sheet."""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.million import FIRST_YEAR, PATH, RIDES, YEARS, million_rides
from mmc_desk.core import migrate
from mmc_desk.features import load_features
from mmc_desk.features.yearly.printout import addendum as printout
from mmc_desk.features.yearly.queries.addendum import addendum

YEAR = FIRST_YEAR + YEARS - 1
TURNS = 5
LIMIT = 3.0


def main() -> None:
    million_rides()
    features = load_features()
    read: list[float] = []
    drawn: list[float] = []
    with tempfile.TemporaryDirectory() as folder, migrate.open_database(str(PATH)) as database:
        target = Path(folder) / "evaluatie.pdf"
        for _ in range(TURNS):
            start = time.perf_counter()
            found = database.read(lambda session: addendum(session, YEAR, features))
            middle = time.perf_counter()
            printout.write(target, found)
            read.append(middle - start)
            drawn.append(time.perf_counter() - middle)
    whole = [one + other for one, other in zip(read, drawn, strict=True)]
    print(
        json.dumps(
            {
                "what": f"addendum {YEAR} as PDF over {RIDES} rides in {YEARS} years",
                "first_s": round(whole[0], 2),
                "median_s": round(statistics.median(whole), 2),
                "read_s": round(statistics.median(read), 2),
                "pdf_s": round(statistics.median(drawn), 2),
                "limit_s": LIMIT,
            }
        )
    )


if __name__ == "__main__":
    main()
