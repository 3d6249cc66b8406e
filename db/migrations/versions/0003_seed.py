"""The facts the product carries itself: official rates, flat allowances, places (db/seed)."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEED = Path(__file__).resolve().parents[2] / "seed"


def _table(name: str, columns: dict[str, type[sa.types.TypeEngine]]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind()) for column, kind in columns.items()), sa.column("version"))


def _rows(name: str) -> list[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _insert_rates() -> None:
    rates = _table(
        "official_km_rate",
        {"valid_from": sa.Date, "valid_to": sa.Date, "rate": sa.Integer, "source": sa.String},
    )
    op.bulk_insert(
        rates,
        [
            {
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_to": date.fromisoformat(row["valid_to"]),
                "rate": int(Decimal(row["eur_per_km"]) * 10_000),
                "source": row["source"],
                "version": 1,
            }
            for row in _rows("official_km_rate.csv")
        ],
    )


def _insert_forfaits() -> None:
    forfaits = _table("volunteer_forfait", {"year": sa.Integer, "per_day": sa.Integer, "per_year": sa.Integer})
    op.bulk_insert(
        forfaits,
        [
            {
                "year": int(row["year"]),
                "per_day": int(Decimal(row["eur_per_day"]) * 100),
                "per_year": int(Decimal(row["eur_per_year"]) * 100),
                "version": 1,
            }
            for row in _rows("volunteer_forfait.csv")
        ],
    )


def _insert_places() -> None:
    places = _table(
        "place",
        {
            "name": sa.String,
            "postcode": sa.String,
            "latitude": sa.Float,
            "longitude": sa.Float,
            "is_village": sa.Boolean,
        },
    )
    op.bulk_insert(
        places,
        [
            {
                "name": row["name"],
                "postcode": row["postcode"],
                "latitude": float(row["lat"]),
                "longitude": float(row["lon"]),
                "is_village": row["kind"] == "village",
                "version": 1,
            }
            for row in _rows("places.csv")
        ],
    )


def upgrade() -> None:
    _insert_rates()
    _insert_forfaits()
    _insert_places()
