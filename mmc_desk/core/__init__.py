"""What every feature stands on, without Qt: database, changes, audit, backup, settings, clock, formats."""
