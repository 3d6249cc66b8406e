"""Taking row images from what a session flushes, and putting them back: undo.

An op needn't describe itself twice. Bulk Core statements flush nothing: only imports use them, and they say what they
did in their own audit entry.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_mapper
from sqlalchemy.orm.attributes import instance_state

from mmc_desk.core.changes import VERSION, Changes, RowChange
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base

_TAKES_BACK = "takes_back"


@dataclass(slots=True)
class ChangeRecorder:
    """Collects row images from the flushes of one session; a row flushed twice keeps its first `before`."""

    rows: dict[tuple[str, int], RowChange] = field(default_factory=dict)
    extra_topics: set[str] = field(default_factory=set)
    _info: MutableMapping[Any, Any] = field(default_factory=dict)
    is_final: bool = False

    def watch(self, session: Session) -> None:
        """Start listening to `session`."""
        self._info = session.info
        session.info["recorder"] = self
        event.listen(session, "before_flush", self._load_for_delete)
        event.listen(session, "after_flush", self._after_flush)

    def changes(self, label: str) -> Changes:
        """Return what was collected, rows that ended as they began left out."""
        rows = tuple(row for row in self.rows.values() if row.before != row.after)
        return Changes(label, rows, frozenset(self.extra_topics), _TAKES_BACK in self._info, self.is_final)

    def _load_for_delete(self, session: Session, _context: UOWTransaction, _instances: object) -> None:
        for instance in session.deleted:
            _image(instance)

    def _after_flush(self, session: Session, _context: UOWTransaction) -> None:
        for instance in session.new:
            self._note(instance, None, _image(instance))
        for instance in session.dirty:
            if session.is_modified(instance, include_collections=False):
                self._note(instance, _image_before(instance), _image(instance))
        for instance in session.deleted:
            self._note(instance, _image_before(instance), None)

    def _note(self, instance: object, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        table = _table(instance).name
        key = (after or before or {})["id"]
        earlier = self.rows.get((table, key))
        first = before if earlier is None else earlier.before
        self.rows[table, key] = RowChange(table, key, first, after)


def note_topic(session: Session, *tables: str) -> None:
    """Tell that bulk statements touched `tables`, so that pages which show them read again."""
    recorder = session.info.get("recorder")
    if isinstance(recorder, ChangeRecorder):
        recorder.extra_topics.update(tables)


def changes_so_far(session: Session, label: str) -> Changes:
    """Return everything the write under way changed up to its last flush, what followed included."""
    recorder = session.info.get("recorder")
    return recorder.changes(label) if isinstance(recorder, ChangeRecorder) else Changes(label)


def note_final(session: Session) -> None:
    """Tell that this write can't be undone: it adds to what is append-only."""
    recorder = session.info.get("recorder")
    if isinstance(recorder, ChangeRecorder):
        recorder.is_final = True


def _table(instance: object) -> Table:
    return _mapped_table(object_mapper(instance))


def _mapped_table(mapper: Mapper[Any]) -> Table:
    table = mapper.local_table
    assert isinstance(table, Table)  # noqa: S101 - narrows the type: no model maps a join
    return table


def _attributes(instance: object) -> Iterator[tuple[str, str]]:
    for attribute in object_mapper(instance).column_attrs:
        yield attribute.columns[0].name, attribute.key


def _image(instance: object) -> dict[str, Any]:
    return {column: getattr(instance, key) for column, key in _attributes(instance)}


def _image_before(instance: object) -> dict[str, Any]:
    state = instance_state(instance)
    image = {}
    for column, key in _attributes(instance):
        history = state.attrs[key].history
        image[column] = history.deleted[0] if history.deleted else getattr(instance, key)
    return image


def take_back(session: Session, changes: Changes) -> None:
    """Undo `changes`: put every touched row back as it was before them.

    Taking back what this itself changed is redo. Raises ConflictError when a row was changed since: an undo must
    not silently destroy somebody's later work.
    """
    session.info[_TAKES_BACK] = True
    models = _models(len(Base.metadata.tables))
    order = {name: place for place, name in enumerate(models)}
    inverse = sorted((row.inverse() for row in changes.rows), key=lambda row: order[row.table])
    for row in (row for row in inverse if row.before is None):
        session.add(models[row.table](**_restored(row)))
        session.flush()
    _put_all_back(session, models, [row for row in inverse if row.before is not None and row.after is not None])
    for row in reversed([row for row in inverse if row.after is None]):
        session.delete(_unchanged(session, models[row.table], row))
        session.flush()


@functools.cache
def _models(_known: int) -> Mapping[str, type[Base]]:
    """Return the models by table, those that others refer to first. `_known` tables there are: models load lazily."""
    models = {_mapped_table(mapper).name: mapper.class_ for mapper in Base.registry.mappers}
    return {table.name: models[table.name] for table in Base.metadata.sorted_tables if table.name in models}


def _restored(row: RowChange) -> dict[str, Any]:
    return {name: value for name, value in (row.after or {}).items() if name != VERSION}


def _put_all_back(session: Session, models: Mapping[str, type[Base]], rows: Sequence[RowChange]) -> None:
    """Put rows back at once; where one stands in another's way (two drivers changed rides), all step aside first."""
    try:
        with session.begin_nested():
            for row in rows:
                _put_back(session, models[row.table], row)
            session.flush()
    except IntegrityError:
        found = [(row, _unchanged(session, models[row.table], row)) for row in rows]
        for _, instance in found:
            for key in instance.steps_aside:
                setattr(instance, key, None)
        session.flush()
        for row, instance in found:
            _as_after(instance, row, instance.steps_aside)
        session.flush()


def _put_back(session: Session, model: type[Base], row: RowChange) -> None:
    _as_after(_unchanged(session, model, row), row)


def _as_after(instance: Base, row: RowChange, also: Iterable[str] = ()) -> None:
    assert row.after is not None  # noqa: S101 - narrows the type: the caller picked changed rows
    names = dict(_attributes(instance))
    for column in (*row.changed_columns(), *also):
        setattr(instance, names[column], row.after[column])


def _unchanged(session: Session, model: type[Base], row: RowChange) -> Base:
    instance = session.get(model, row.key)
    if instance is None or any(
        getattr(instance, key) != (row.before or {}).get(column)
        for column, key in _attributes(instance)
        if column != VERSION
    ):
        raise ConflictError(
            translate("core", "Dit kan niet meer ongedaan gemaakt worden: de gegevens zijn intussen gewijzigd.")
        )
    return instance
