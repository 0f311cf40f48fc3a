"""Who is meant where a file names a role: by its id, by its name, or by words that nobody declared."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.formats.problems import Reading
from flowtrim.formats.tables import Record
from flowtrim.sentences import listed, quoted


class RoleNames:
    """Looks up declared roles; what is neither an id nor a name of one is a role of its own, called as written."""

    def __init__(self, roles: Mapping[str, Record], reading: Reading) -> None:
        self._reading = reading
        self._ids = frozenset(roles)
        self._by_name: dict[str, list[str]] = {}
        for role_id, record in roles.items():
            self._by_name.setdefault(record.values.get("name", role_id), []).append(role_id)

    def id_of(self, text: str, at: int) -> str:
        """Return the id of the role that a text at an offset means."""
        if text in self._ids:
            return text
        ids = self._by_name.get(text, [text])
        if len(ids) > 1:
            meant = listed(map(quoted, ids), "or")
            self._reading.add(
                at, f"Several roles have the name {quoted(text)}; write the id of the one meant: {meant}."
            )
        return ids[0]
