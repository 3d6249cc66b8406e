"""Passwords of this user on this machine: in the system's keyring, else in memory until the program stops.

Never in a file or a database of ours, and never in plain text.
"""

from mmc_desk.core.i18n import translate

SERVICE = "mmc-desk"

_session: dict[str, str] = {}


def remember(name: str, password: str) -> bool:
    """Keep a password by name; False when the system has no keyring, so that it is asked for at every start."""
    import keyring
    from keyring.errors import KeyringError

    _session[name] = password
    try:
        keyring.set_password(SERVICE, name, password)
    except KeyringError:
        return False
    return True


def recall(name: str) -> str | None:
    """Return a password, None when it must be asked for. May wait for the person to unlock the keyring."""
    import keyring
    from keyring.errors import KeyringError

    if name in _session:
        return _session[name]
    try:
        found = keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
    if found is not None:
        _session[name] = found
    return found


def where_kept(*, kept: bool) -> str:
    """Return in words what `remember` did."""
    if kept:
        return translate("secrets", "Het wachtwoord staat in de sleutelbos van dit toestel.")
    return translate(
        "secrets", "Dit toestel heeft geen sleutelbos: het wachtwoord wordt na elke start opnieuw gevraagd."
    )
