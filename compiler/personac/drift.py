"""What is no longer as it was when it was built: sources, revisions and outputs.  Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from personac.codec import digest
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.enforce.merge import absent
from personac.manifest import Entry, Manifest, Shared, Stamp
from personac.report.visible import short

MAX_PATH = 120
BySource = Mapping[str, tuple[Entry, ...]]


def by_source(manifest: Manifest) -> dict[str, tuple[Entry, ...]]:
    """The entries of each source, in the order of the manifest."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in manifest.entries:
        found[entry.source.name] = (*found.get(entry.source.name, ()), entry)
    return found


def unbuilt(
    built: BySource, there: Collection[str], wanted: Collection[str], out: str
) -> Iterator[Diagnostic]:
    """Sources that are not ``there`` any more, or state no persona of their own, and ``wanted``
    ones that no entry, or none for some target, answers for.
    """
    targets = {entry.target for entries in built.values() for entry in entries}
    for path in sorted(built):
        if path not in there:
            yield unlike(path, "is gone since the build")
        elif path not in wanted:
            yield unlike(path, "states no persona of its own any more")
    for path in wanted:
        found = {entry.target for entry in built.get(path, ())}
        if not found:
            yield unlike(path, "was added since the build")
        elif targets - found:
            yield unlike(path, f"has nothing in {out} for {', '.join(sorted(targets - found))}")


def change(
    entries: Iterable[Entry], files: tuple[Stamp, ...], revisions: tuple[Stamp, ...]
) -> Diagnostic | None:
    """What the files of a persona or its revisions have become since the build; None when they
    are the same.
    """
    for entry in entries:
        built = {one.name: one.digest for one in (entry.source, *entry.others)}
        for file in files:
            if (digest_then := built.pop(file.name, None)) != file.digest:
                what = "has changed" if digest_then else "was added"
                return unlike(file.name, f"{what} since the build")
        if built:
            return unlike(min(built), "is no part of the persona any more")
        if entry.revisions != revisions:
            differ = {*entry.revisions}.symmetric_difference(revisions)
            names = ", ".join(sorted({stamp.name for stamp in differ})) or "in another order"
            return unlike(entry.source.name, f"was built with other revisions: {names}")
    return None


def leftover(entries: Iterable[Entry], persona: str, out: str) -> Iterator[Diagnostic]:
    """Outputs of personas that their source does not make any more; a build keeps edited ones."""
    for entry in entries:
        for stamp in entry.outputs if entry.persona != persona else ():
            path = f"{out}/{entry.target}/{stamp.name}"
            yield _foreign(path, "is left over, no persona makes it any more", Severity.ERROR)


def excluded(entry: Entry, reason: str) -> Iterator[Diagnostic]:
    """A persona that the settings keep from a target now, and did not then, or the other way."""
    if reason != entry.excluded:
        what = f"was built with other settings in `not-for` about {entry.target}"
        yield unlike(entry.source.name, what)


def unlike(path: str, what: str) -> Diagnostic:
    return Diagnostic(
        code="TGT010",
        name="source-changed",
        severity=Severity.ERROR,
        message=f"{short(path, MAX_PATH)} {what}",
        why="an artifact can be proven only against the sources that it was made from",
        help="run `personac build`, then verify again",
        labels=(Label(Locator(path=path)),),
    )


def altered(
    manifest: Manifest, files: Mapping[str, bytes], listed: Iterable[str], out: str
) -> Iterator[Diagnostic]:
    """Outputs that are gone or edited, and files ``listed`` beside them that no build wrote.
    ``files`` are the outputs that are there.
    """
    known = {one.path for one in manifest.shared}
    for entry in manifest.entries:
        for stamp in entry.outputs:
            path = f"{entry.target}/{stamp.name}"
            if path in known:  # a file of all personas
                continue
            known.add(path)
            if path not in files:
                yield _foreign(f"{out}/{path}", "is gone", Severity.ERROR)
            elif digest(files[path]) != stamp.digest:
                yield _foreign(f"{out}/{path}", "is not as it was built", Severity.ERROR)
    for one in manifest.shared:
        if fault := _fault(one, files.get(one.path)):
            yield _foreign(f"{out}/{one.path}", fault, Severity.ERROR)
    for path in listed:
        if path not in known:
            yield _foreign(f"{out}/{path}", "was not written by personac", Severity.WARNING)


def _fault(one: Shared, there: bytes | None) -> str:
    """What is wrong with a file of a whole target; of one that its user owns too, only ours."""
    if there is None:
        return "is gone"
    if not one.merged:
        return "" if digest(there) == one.output.digest else "is not as it was built"
    lost = absent(there.decode("utf-8", "replace"), one.added)
    keys = " and ".join(dict.fromkeys(f"`{'.'.join(each.path)}`" for each in lost))
    return f"has lost what the build put into {short(keys, MAX_PATH)}" if lost else ""


def _foreign(path: str, what: str, severity: Severity) -> Diagnostic:
    return Diagnostic(
        code="TGT008",
        name="unmanaged-output",
        severity=severity,
        message=f"{short(path, MAX_PATH)} {what}",
        why="a client loads whatever lies in its folder",
        help="move the change to the source of the persona and run `personac build`",
        labels=(Label(Locator(path=path)),),
    )
