"""As much of JSON Schema as our own schemas use: what doesn't fit is named by its path."""

from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def breaches(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> Iterator[str]:  # noqa: ANN401
    """Yield a sentence for each place where `value` isn't as `schema` says."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else [value])
    if value not in allowed:
        yield f"{path}: {value!r} is none of {allowed!r}"
    if "type" in schema and not _is_one_of(value, schema["type"]):
        yield f"{path}: {value!r} is no {schema['type']}"
    elif isinstance(value, dict):
        yield from _object_breaches(value, schema, root, path)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from breaches(item, schema["items"], root, f"{path}[{place}]")


def _object_breaches(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], path: str) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{path}: lacks {name}" for name in schema.get("required", ()) if name not in value)
    for name, content in value.items():
        inner = known.get(name, schema["additionalProperties"])
        if inner is False:
            yield f"{path}: has {name}"
        else:
            yield from breaches(content, inner, root, f"{path}.{name}")


def _is_one_of(value: object, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)
