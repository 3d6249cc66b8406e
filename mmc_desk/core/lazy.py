"""Packages of which the first screen needs a part: the other modules are loaded when somebody asks for a name in them.

The `__init__` of such a package imports those names for the type checker alone, and answers for them with a
`__getattr__` (PEP 562) made here: everybody imports a name from the package, wherever inside it the name is written.
"""

import importlib
import importlib.util
import sys
from collections.abc import Callable
from typing import Any


def names_of_modules(package: str, *modules: str) -> Callable[[str], Any]:
    """Return a `__getattr__` that finds a public name in these modules of `package`, loads them for it, and keeps it.

    Those loaded already are asked first, then the others in the order given. `from package import module` asks for such
    a name too, before it loads the module: it gets none, else every module would be loaded in search of it.
    """
    dotted = [f"{package}.{module}" for module in modules]

    def find(name: str) -> Any:  # noqa: ANN401 - whatever a module calls so
        if not name.startswith("_") and importlib.util.find_spec(f"{package}.{name}") is None:
            for path in sorted(dotted, key=lambda path: path not in sys.modules):
                found = vars(importlib.import_module(path))
                if name in found:
                    setattr(sys.modules[package], name, found[name])
                    return found[name]
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return find
