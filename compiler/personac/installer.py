"""Puts built files where clients look for them, and takes them away again.  Prints nothing."""

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from personac import codec, driver, fs
from personac.enforce.merge import absent
from personac.enforce.merge_list import Elements
from personac.errors import InputError, UsageError
from personac.installation import (
    Asked,
    Plan,
    Record,
    Stop,
    There,
    Wanted,
    only_ours,
    parse,
    plan,
    settled,
)
from personac.manifest import Manifest, Shared, is_below
from personac.records import PENDING as BUILDING
from personac.records import read_manifest, read_sourcemap
from personac.report.visible import short
from personac.targets.form import Form, Syntax
from personac.trace.edits import Offer, offer

RECORD = ".personac/installed.json"
PENDING = ".personac/installed.pending.json"
_LIMIT = 1 << 24


class Destination(Struct, frozen=True):
    """A folder: the root of what an agent works in, or with ``user`` a home directory."""

    folder: str
    user: bool = False


class Built(Struct, frozen=True, kw_only=True):
    """What a build made for some targets; ``homeless`` have no place in a home directory, and
    ``unheld`` mandates need files of a project to be enforced.
    """

    targets: tuple[str, ...]
    wanted: tuple[Wanted, ...] = ()
    homeless: tuple[str, ...] = ()
    unheld: Mapping[str, int] = {}


def built(
    project: driver.Project,
    out: str,
    targets: Sequence[str],
    forms: Mapping[str, Form | None],
    place: Destination,
) -> Built:
    """The files of a build as its manifest has them; raises when one is not as it was built."""
    if fs.exists(project.root, f"{out}/{BUILDING}"):
        raise UsageError(f"{out}: a build was interrupted here; run `personac build` first")
    manifest = read_manifest(project.root, out)
    known = {entry.target for entry in manifest.entries}
    known |= {one.target for one in manifest.shared}
    for target in targets:
        if target not in known:
            raise UsageError(
                f"{out} holds nothing for {target}; run `personac build -t {target}` first"
            )
    homeless = tuple(t for t in targets if place.user and not _home(forms.get(t)))
    taken = tuple(target for target in targets if target not in homeless)
    found = [*_own(project.root, out, manifest, taken, forms, place)]
    found += () if place.user else _shared(project.root, out, manifest, taken)
    return Built(
        targets=taken,
        wanted=tuple(sorted(found, key=lambda one: one.path)),
        homeless=homeless,
        unheld=_unheld(manifest, taken) if place.user else {},
    )


def _home(form: Form | None) -> str:
    return form.home.removeprefix("~/") if form and form.home.startswith("~/") else ""


def _own(
    root: str,
    out: str,
    manifest: Manifest,
    targets: Sequence[str],
    forms: Mapping[str, Form | None],
    place: Destination,
) -> Iterator[Wanted]:
    """The files of single personas."""
    known: set[str] = set()
    for entry in manifest.entries:
        for stamp in entry.outputs if entry.target in targets else ():
            path, full = stamp.name, f"{entry.target}/{stamp.name}"
            if full in known:  # a file of all personas
                continue
            known.add(full)
            if place.user:
                path = _at_home(path, forms[entry.target])
            text = _as_built(root, out, full, stamp.digest)
            shared = _elements(forms.get(entry.target), path)
            yield Wanted(
                path=path,
                target=entry.target,
                text=text,
                built=full,
                merged=shared is not None,
                elements=shared,
            )


def _elements(form: Form | None, path: str) -> Elements | None:
    """Where the personas stand in a file of all, whose list its user may fill, too."""
    name = form.of("name") if form and form.path == path else None
    if form is None or name is None or form.syntax is not Syntax.YAML or "[]." not in name.key:
        return None
    key, _, last = name.key.partition("[].")
    return Elements(key, last)


def _at_home(path: str, form: Form | None) -> str:
    if form is None:
        raise UsageError(f"{path}: nothing says where it goes in a home directory")
    shape = re.escape(form.path).replace(re.escape("{name}"), "(?P<name>[^/]+)", 1)
    named = re.fullmatch(shape.replace(re.escape("{name}"), "(?P=name)"), path)
    found = _home(form).replace("{name}", named.groupdict().get("name", "")) if named else ""
    if not found or not is_below(found):
        raise UsageError(f"{form.target}: `home` is `{form.home}`, which gives {path} no place")
    return found


def _shared(root: str, out: str, manifest: Manifest, targets: Sequence[str]) -> Iterator[Wanted]:
    """The files of whole targets; of those that are their user's too, what is ours."""
    for one in manifest.shared:
        if one.target in targets:
            text = (
                _ours(root, out, one)
                if one.merged
                else _as_built(root, out, one.path, one.output.digest)
            )
            yield Wanted(
                path=one.output.name,
                target=one.target,
                text=text,
                built=one.path,
                merged=one.merged,
            )


def _ours(root: str, out: str, one: Shared) -> str:
    text = fs.read_bytes(root, f"{out}/{one.path}", _LIMIT).decode("utf-8", "replace")
    if codec.digest(text.encode()) == one.output.digest:
        return text
    if not one.created:
        raise InputError(f"{out}/{one.path}", "has keys of its user; build elsewhere with --out")
    if absent(text, one.added):
        raise InputError(
            f"{out}/{one.path}", "was changed since the build; run `personac build` first"
        )
    return only_ours(one.added)


def _as_built(root: str, out: str, path: str, digest: str) -> str:
    data = fs.read_bytes(root, f"{out}/{path}", _LIMIT)
    if codec.digest(data) != digest:
        raise InputError(f"{out}/{path}", "was changed since the build; run `personac build` first")
    return data.decode()


def _unheld(manifest: Manifest, targets: Sequence[str]) -> dict[str, int]:
    found: dict[str, set[str]] = {}
    for one in manifest.shared:
        if one.target in targets:
            found.setdefault(one.target, set()).update(one.mandates)
    return {target: len(mandates) for target, mandates in sorted(found.items())}


class Found(Struct, frozen=True, kw_only=True):
    """What is installed, what is to be done about it, and edits brought back to their sources."""

    plan: Plan
    before: Record
    stale: bool
    """Whether the record has to be written."""
    interrupted: bool = False
    """Whether an installation did not come to its end."""
    offers: tuple[tuple[Stop, Offer], ...] = ()


def installed(place: Destination) -> Record:
    """What is ours below a destination."""
    record, pending = _record(place.folder, RECORD), _record(place.folder, PENDING)
    return settled(record, pending, _there(place.folder, (*record.paths(), *pending.paths())))


def owner_of(project: driver.Project, place: Destination) -> str:
    """What a project is called in the record of a destination: the way from there to it."""
    try:
        way = os.path.relpath(os.path.realpath(project.root), os.path.realpath(place.folder))
    except ValueError:  # another drive
        way = os.path.realpath(project.root)
    return way.replace(os.sep, "/")


def prepare(place: Destination, wanted: Sequence[Wanted], before: Record, asked: Asked) -> Found:
    """Compare what is to be there with what is; nothing is written."""
    there = _there(place.folder, (*before.paths(), *(one.path for one in wanted)))
    planned = plan(before, wanted, there, asked)
    pending = fs.exists(place.folder, PENDING)
    stale = pending or planned.record != _record(place.folder, RECORD)
    return Found(plan=planned, before=before, stale=stale, interrupted=pending)


def _there(root: str, paths: Iterable[str]) -> There:
    listed = cache(partial(fs.names, root))
    return {
        path: _in_the_way(root, path, listed) or _standing(root, path)
        for path in sorted(set(paths))
    }


def _in_the_way(root: str, path: str, listed: Callable[[str], tuple[str, ...]]) -> str | None:
    """What keeps a file from standing at a path: no folder above it, or a name that many file
    systems take for the same.
    """
    fs.check_inside(root, path, "the destination")
    *above, _ = steps = path.split("/")
    for end, name in enumerate(steps):
        folder = "/".join(steps[:end])
        if end and fs.exists(root, folder) and not fs.is_folder(root, folder):
            return f"`{short(folder, 60)}` is no folder"
        names = listed(folder)
        twin = next((one for one in names if _folded(one) == _folded(name)), None)
        if twin is not None and name not in names:
            at = "/".join((*above[:end], twin))
            return f"`{short(at, 80)}` is there, the same name to many file systems"
    return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _standing(root: str, path: str) -> bytes | str | None:
    fs.check_inside(root, path, "the destination")
    if not fs.exists(root, path):
        return None
    if fs.is_link(root, path):
        return "is a symbolic link"
    if fs.is_folder(root, path):
        return "is a folder"
    try:
        return fs.read_bytes(root, path, _LIMIT)
    except InputError as error:
        return f"cannot be read: {error.reason}"


def _record(root: str, path: str) -> Record:
    fs.check_inside(root, path, "the destination")
    if fs.is_link(root, path):
        raise InputError(path, "is a symbolic link; the record is a file of its own")
    if not fs.exists(root, path):
        return Record()
    try:
        return parse(fs.read_bytes(root, path, limit=1 << 28))
    except (msgspec.DecodeError, UsageError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: no record of personac ({error}); restore it or move it away"
        ) from error


def offers(project: driver.Project, out: str, found: Found, wanted: Sequence[Wanted]) -> Found:
    """``found`` with each edit of an installed file as a change of its sources."""
    paths = {one.path: one.built for one in wanted}
    told = [stop for stop in found.plan.stops if stop.path in paths and stop.is_ours]
    traces = read_sourcemap(project.root, out) if told else None
    made: list[tuple[Stop, Offer]] = []
    for stop in told:
        known = traces.find(paths[stop.path]) if traces else None
        if known is None or known[1].digest != codec.digest(stop.meant.encode()):
            continue
        entry, file = known
        there = [one.name for one in entry.sources if fs.exists(project.root, one.name)]
        sources, _ = driver.load(project.root, there)
        now = stop.is_now.decode("utf-8", "replace")
        made.append((stop, offer(entry, file, (stop.meant, now), {s.path: s for s in sources})))
    return replace(found, offers=tuple(made))


def commit(place: Destination, found: Found) -> None:
    """Make the changes, then the record, last.

    Until then the record to be stands beside it, so that an installation after an interrupted one
    knows its own files.
    """
    root, changes = place.folder, found.plan.changes
    files = [(one.path, one.new) for one in changes if one.new is not None]
    paths = [PENDING, *(path for path, _ in files)]
    new = fs.missing_folders(root, paths) if files or not found.plan.record.is_empty else ()
    folders = {*found.before.folders, *new}
    record = replace(found.plan.record, folders=_used(folders, found.plan.record))
    if not changes and not found.stale:
        return
    data = codec.to_pretty_json(record).encode()
    fs.remove(root, _left(root), ())
    if not record.is_empty or files:
        _write(root, data, files, new, found)
    fs.remove(root, [one.path for one in changes if one.new is None], folders)
    if record.is_empty:
        fs.remove(root, [PENDING, RECORD], {*folders, os.path.dirname(RECORD)})
        return
    fs.write_all(root, [(RECORD, data)])
    fs.remove(root, [PENDING], ())


def _left(root: str) -> tuple[str, ...]:
    """What an installation that was killed had not brought to its place yet."""
    paths = _record(root, PENDING).paths()
    return fs.staged(root, map(os.path.dirname, (RECORD, *paths)))


def _write(
    root: str, record: bytes, files: Sequence[tuple[str, bytes]], new: Collection[str], found: Found
) -> None:
    """The record to be first, so that whatever else is made is known; both go when nothing is."""
    try:
        fs.write_all(root, [(PENDING, record)])
        fs.write_all(root, files, fs.modes(root, [path for path, _ in files]))
    except InputError:
        as_before = all(_standing(root, one.path) == one.old for one in found.plan.changes)
        fs.remove(root, [PENDING] if as_before and not found.interrupted else (), new)
        raise


def _used(folders: Iterable[str], record: Record) -> tuple[str, ...]:
    """The folders that something of ours lies in."""
    paths = (RECORD, *record.paths())
    return tuple(sorted(f for f in folders if any(path.startswith(f"{f}/") for path in paths)))
