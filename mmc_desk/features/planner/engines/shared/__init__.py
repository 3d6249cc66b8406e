"""The engine for shared cars: ruin and recreate."""
