"""What rides can be asked: `(session, ...)` → frozen rows. ORM objects never leave.

Nothing is handed on from here: the page Vandaag opens with two of these files, not with all of them.
"""
