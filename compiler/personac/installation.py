"""What has to happen where a client looks for its files, decided before anything is written.  Pure.

The record of a destination says what is ours there: files that we wrote, with what stood in their
place, and entries that we put into files which are their user's too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from personac import codec
from personac.enforce.merge import Added, Merged, MergeError, merge
from personac.enforce.merge_list import Elements, merge_list
from personac.errors import UsageError
from personac.manifest import is_below
from personac.report.visible import short

SCHEMA: Literal["personac/installed/1"] = "personac/installed/1"
There = Mapping[str, "bytes | str | None"]
"""What stands at each path: None when nothing does, text when it is no file, and what it is."""


class File(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that is wholly ours: what was written, and what was there ``before``."""

    path: str
    target: str
    text: str
    before: bytes | None = None

    @property
    def content(self) -> bytes:
        return self.text.encode()


class Owner(Struct, frozen=True):
    """A project, by the way from the destination to it, and its files."""

    project: str
    files: tuple[File, ...] = ()


class Part(Struct, frozen=True, kw_only=True):
    """What one project wants in a file that is shared, as JSON, or as YAML with ``elements``."""

    project: str
    target: str
    text: str


class Joint(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that is its user's too.  Only what is in ``added`` is ours, unless it was
    ``created`` by us; ``blank`` is all that was in one that said nothing.  With ``elements`` it
    is a list of YAML that is shared.
    """

    path: str
    parts: tuple[Part, ...]
    added: tuple[Added, ...] = ()
    created: bool = False
    blank: str | None = None
    elements: Elements | None = None


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is ours below a destination; ``folders`` are those that were made for it."""

    schema: Literal["personac/installed/1"] = SCHEMA
    owners: tuple[Owner, ...] = ()
    joint: tuple[Joint, ...] = ()
    folders: tuple[str, ...] = ()

    def files(self) -> Iterator[tuple[str, File]]:
        """Every file with the project that it is of."""
        return ((owner.project, file) for owner in self.owners for file in owner.files)

    def paths(self) -> tuple[str, ...]:
        return (*(file.path for _, file in self.files()), *(one.path for one in self.joint))

    @property
    def is_empty(self) -> bool:
        return not self.paths()


class Wanted(Struct, frozen=True, kw_only=True):
    """A built file: where it goes, and ``built``, its path below the output folder."""

    path: str
    target: str
    text: str
    built: str
    merged: bool = False
    elements: Elements | None = None


class Held(StrEnum):
    """Why a file is not written over or removed without being told to."""

    FOREIGN = "is not personac's"
    EDITED = "was edited after it was installed"


class Stop(Struct, frozen=True, kw_only=True):
    """A file that is left alone: what was ``meant`` to be there, what ``is``, and what is
    ``wanted`` now, None where it is to go.
    """

    path: str
    held: Held
    meant: str
    is_now: bytes
    wanted: str | None

    @property
    def is_ours(self) -> bool:
        return self.held is Held.EDITED


class Problem(Struct, frozen=True):
    """Why nothing can be written: one line, with what to do."""

    path: str
    message: str


class Change(Struct, frozen=True):
    """A file as it is and as it is to be; None when there is none."""

    path: str
    old: bytes | None
    new: bytes | None


class Plan(Struct, frozen=True, kw_only=True):
    """``changes`` bring the destination to what ``record`` says."""

    record: Record
    changes: tuple[Change, ...] = ()
    same: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    problems: tuple[Problem, ...] = ()


class Asked(Struct, frozen=True, kw_only=True):
    """For which ``project`` and targets; ``adopt`` takes over what is held."""

    project: str
    targets: frozenset[str]
    adopt: bool = False


class _Made(Struct):
    """A plan while it is made."""

    files: list[File] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def bring(self, path: str, old: bytes | None, new: bytes | None) -> None:
        if old == new:
            self.same.append(path)
        else:
            self.changes.append(Change(path, old, new))


class _Stated(Struct, frozen=True):
    schema: Literal["personac/installed/1"]


def parse(data: bytes) -> Record:
    """Raises ``msgspec.DecodeError`` for what is no record, and ``UsageError`` for one that names
    a file outside of its destination.
    """
    codec.from_json(data, _Stated)
    found = codec.from_json(data, Record)
    for path in (*found.paths(), *found.folders):
        if not is_below(path):
            raise UsageError(f"`{short(path)}` is no path below the destination")
    return found


def settled(before: Record, pending: Record, there: There) -> Record:
    """What is ours after an installation that may have been interrupted: each file is as it was
    before, or as it was about to be.
    """
    old = {(project, file.path): file for project, file in before.files()}
    new = {(project, file.path): file for project, file in pending.files()}
    found: dict[str, list[File]] = {}
    for (project, path), file in {**old, **new}.items():
        stands = there.get(path)
        if (project, path) not in old and stands != file.content:
            continue
        kept = file if stands == file.content else old[project, path]
        found.setdefault(project, []).append(kept)
    joint = {one.path: one for one in before.joint}
    for one in pending.joint:
        was = joint.get(one.path, one)
        added = tuple(dict.fromkeys([*was.added, *one.added]))
        parts = tuple(dict.fromkeys([*one.parts, *was.parts]))
        created = was.created or one.created
        blank = one.blank if was.blank is None else was.blank
        joint[one.path] = replace(one, added=added, parts=parts, created=created, blank=blank)
    return Record(
        owners=_owners(found),
        joint=tuple(joint[path] for path in sorted(joint)),
        folders=tuple(sorted({*before.folders, *pending.folders})),
    )


def _owners(found: Mapping[str, Iterable[File]]) -> tuple[Owner, ...]:
    return tuple(
        Owner(project, tuple(sorted(files, key=lambda file: file.path)))
        for project, files in sorted(found.items())
        if files
    )


def plan(before: Record, wanted: Sequence[Wanted], there: There, asked: Asked) -> Plan:
    """Bring the files of a project for some targets to ``wanted``; nothing removes them all."""
    made = _Made()
    mine = {file.path: file for project, file in before.files() if project == asked.project}
    others = {file.path: (p, file) for p, file in before.files() if p != asked.project}
    whole = {one.path: one for one in wanted if not one.merged}
    made.problems += _disagreeing(wanted, whole)
    for one in whole.values():
        _place(one, mine.get(one.path), others.get(one.path), there.get(one.path), asked, made)
    for file in mine.values():
        if file.path in whole:
            continue
        if file.target not in asked.targets:
            made.files.append(file)
        elif file.path not in others:
            _take_away(file, there.get(file.path), asked, made)
    joint = _joined(before, [one for one in wanted if one.merged], there, asked, made)
    owners = {owner.project: owner.files for owner in before.owners}
    owners[asked.project] = tuple(made.files)
    return Plan(
        record=Record(owners=_owners(owners), joint=joint, folders=before.folders),
        changes=tuple(sorted(made.changes, key=lambda change: change.path)),
        same=tuple(sorted(made.same)),
        stops=tuple(made.stops),
        problems=tuple(made.problems),
    )


def _disagreeing(wanted: Sequence[Wanted], whole: Mapping[str, Wanted]) -> Iterator[Problem]:
    """Files that two targets make otherwise."""
    for one in wanted:
        other = whole.get(one.path, one)
        if other.text != one.text and not one.merged:
            names = f"{one.target} and {other.target}"
            yield Problem(one.path, f"{names} both make it, not alike; install one with --target")


def _place(
    one: Wanted,
    mine: File | None,
    other: tuple[str, File] | None,
    there: bytes | str | None,
    asked: Asked,
    made: _Made,
) -> None:
    """Write one file, unless something stands in its way."""
    content = one.text.encode()
    file = File(
        path=one.path, target=one.target, text=one.text, before=mine.before if mine else None
    )
    if isinstance(there, str):
        made.problems.append(Problem(one.path, f"{there}; move it away, then install again"))
        return
    if other is not None and other[1].content != content:
        made.problems.append(
            Problem(one.path, f"is installed by the project `{short(other[0])}`, {_APART}")
        )
        return
    if mine is None:
        file = replace(file, before=other[1].before if other else there)
    ours = {each.content for each in (mine, other[1] if other else None) if each is not None}
    if there is None or there == content or there in ours or asked.adopt:
        made.files.append(file)
        made.bring(one.path, there, content)
        return
    held = Held.EDITED if ours else Held.FOREIGN
    meant = mine.text if mine else one.text
    made.stops.append(Stop(path=one.path, held=held, meant=meant, is_now=there, wanted=one.text))
    if mine is not None:
        made.files.append(mine)


_APART = "which makes it otherwise; install one of the two elsewhere with --into"


def _take_away(file: File, there: bytes | str | None, asked: Asked, made: _Made) -> None:
    """Leave the place of a file as it was, unless its user has changed it."""
    if there is None or there == file.before:
        return
    if isinstance(there, str):
        made.problems.append(
            Problem(file.path, f"{there}, where a file was installed; move it away")
        )
        made.files.append(file)
    elif there == file.content or asked.adopt:
        made.bring(file.path, there, file.before)
    else:
        stop = Stop(path=file.path, held=Held.EDITED, meant=file.text, is_now=there, wanted=None)
        made.stops.append(stop)
        made.files.append(file)


def _joined(
    before: Record, wanted: Sequence[Wanted], there: There, asked: Asked, made: _Made
) -> tuple[Joint, ...]:
    """The files that are shared with their user, and with other projects."""
    known = {one.path: one for one in before.joint}
    for one in wanted:
        known.setdefault(one.path, Joint(path=one.path, parts=(), elements=one.elements))
    found: list[Joint] = []
    for path, old in sorted(known.items()):
        parts = [
            p for p in old.parts if p.project != asked.project or p.target not in asked.targets
        ]
        parts += [
            Part(project=asked.project, target=one.target, text=one.text)
            for one in wanted
            if one.path == path
        ]
        new = _merged(replace(old, parts=tuple(parts)), there.get(path), made)
        if new.parts:
            found.append(new)
    return tuple(found)


def _merged(one: Joint, there: bytes | str | None, made: _Made) -> Joint:
    """One shared file with what is wanted in it, and without what is not any more."""
    if isinstance(there, str):
        made.problems.append(Problem(one.path, f"{there}; move it away, then install again"))
        return one
    if there is None and not one.parts:
        return one
    try:
        text = None if there is None else there.decode()
        new = _with_ours(text, one)
    except (MergeError, UnicodeDecodeError) as error:
        reason = str(error) if isinstance(error, MergeError) else "is not UTF-8; save it as UTF-8"
        made.problems.append(Problem(one.path, reason.replace("build again", "install again")))
        return one
    created = one.created or there is None
    said_nothing = text is not None and not text.removeprefix("\ufeff").strip()
    blank = text if said_nothing and not one.added else one.blank
    over = not one.parts and new.empty
    left = blank if over and not created and blank is not None else new.text
    made.bring(one.path, there, None if over and created else left.encode())
    return replace(one, added=new.added, created=created, blank=blank)


def _with_ours(text: str | None, one: Joint) -> Merged:
    if one.elements is None:
        return merge(text, united(one.parts), one.added)
    return merge_list(text, [part.text for part in one.parts], one.elements, one.added)


def united(parts: Iterable[Part]) -> str:
    """All that is wanted in a file; raises ``MergeError`` where projects disagree."""
    text = "{}"
    for part in parts:
        text = part.text if text == "{}" else merge(text, part.text).text
    return text


def only_ours(added: Iterable[Added]) -> str:
    """What a build put into a file that its user may have filled, too."""
    text = "{}"
    for one in added:
        value = codec.from_json(one.value.encode(), object)
        for key in reversed(one.path):
            value = {key: value}
        text = (
            merge(text, codec.to_pretty_json(value)).text
            if text != "{}"
            else codec.to_pretty_json(value)
        )
    return text


def targets_of(record: Record, project: str) -> frozenset[str]:
    """The targets that a project has something installed for."""
    files = {file.target for owner, file in record.files() if owner == project}
    return frozenset(
        files | {p.target for one in record.joint for p in one.parts if p.project == project}
    )
