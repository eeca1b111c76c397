"""Compiles many personas: from the cache where it has them, in processes where it pays."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from personac import cache, codec
from personac.assembly import Settled
from personac.compile import Compiled, Job, compile_one, describe, identify
from personac.composition import Composition, Traits
from personac.revise.prose.address import Known
from personac.source import Source

PARALLEL_FROM = 32
J = TypeVar("J")
R = TypeVar("R")
T = TypeVar("T")
Watch = Callable[[Iterable[Compiled], int], Iterable[Compiled]]


def unwatched(results: Iterable[T], total: int) -> Iterable[T]:  # noqa: ARG001
    return results


class How(Struct, frozen=True, kw_only=True):
    """The manner of a build: ``use_cache`` takes results from the cache, ``store`` adds to it,
    ``watch`` sees each result come, and a ``whole`` build answers for all of the output folder:
    what it holds of other targets is orphaned.
    """

    use_cache: bool = True
    store: bool = True
    whole: bool = False
    watch: Watch = unwatched


AS_USUAL = How()
PASSIVE = How(store=False)
"""Leaves the cache as it is."""


class Kept(NamedTuple):
    """Where a result is kept: the root of the cache, and its name there."""

    root: str
    name: str


def compile_all(root: str, jobs: Sequence[Job], how: How) -> tuple[tuple[Compiled, ...], int]:
    """Compile in the order of ``jobs``; also how many came from the cache."""
    keys = [Kept(root, cache.key("compile", codec.to_json(job).decode())) for job in jobs]
    return run_kept(compile_one, jobs, keys, Compiled, how, how.watch)


def run_kept(
    work: Callable[[J], R],
    jobs: Sequence[J],
    keys: Sequence[Kept | None],
    kind: type[R],
    how: How,
    watch: Callable[[Iterable[R], int], Iterable[R]] = unwatched,
) -> tuple[tuple[R, ...], int]:
    """The results in the order of ``jobs``, from the cache where it has them under ``keys``; also
    how many came from there.  What has no key is not kept.
    """
    found: dict[int, R] = {}
    for index, key in enumerate(keys if how.use_cache else ()):
        if key is not None and (hit := _cached(key, kind)) is not None:
            found[index] = hit
    todo = [index for index in range(len(jobs)) if index not in found]
    results = run(work, [jobs[i] for i in todo], watch)
    for index, result in zip(todo, results, strict=True):
        found[index] = result
        key = keys[index] if how.use_cache and how.store else None
        if key is not None:
            cache.store(*key, codec.to_json(result))
    return tuple(found[index] for index in range(len(jobs))), len(jobs) - len(todo)


def _cached(key: Kept, kind: type[R]) -> R | None:
    content = cache.load(*key)
    if content is None:
        return None
    try:
        return codec.from_json(content, kind)
    except msgspec.DecodeError:
        return None


def run(
    work: Callable[[J], R], jobs: Sequence[J], watch: Callable[[Iterable[R], int], Iterable[R]]
) -> list[R]:
    """Serially, or in processes when there is enough to do: parsing holds the GIL."""
    if len(jobs) < PARALLEL_FROM:
        return list(watch(map(work, jobs), len(jobs)))
    import os
    from concurrent.futures import ProcessPoolExecutor

    workers = min(os.cpu_count() or 1, 8)
    chunk = max(1, len(jobs) // (workers * 4))
    with ProcessPoolExecutor(workers) as pool:
        return list(watch(pool.map(work, jobs, chunksize=chunk), len(jobs)))


def identities(
    root: str, settled: Settled, personas: Sequence[Composition], how: How
) -> tuple[Known, ...]:
    """What the personas go by; kept in the cache, since it takes reading them whole."""
    found = (_identity(root, settled, made_of, how) for made_of in personas)
    return tuple(one for one in found if one is not None)


def _identity(root: str, settled: Settled, made_of: Composition, how: How) -> Known | None:
    parts = [f"{one.path}\0{one.digest}" for one in made_of.files]
    name = cache.key("identity", *parts, codec.to_json((settled, made_of.links)).decode())
    return _kept(root, name, how, Known, lambda: identify(made_of, settled))


def traits_of(root: str, source: Source, how: How) -> Traits:
    """What a file says of itself; kept in the cache."""
    name = cache.key("traits", source.path, source.digest)
    return _kept(root, name, how, Traits, lambda: describe(source)) or Traits("")


def _kept(root: str, name: str, how: How, kind: type[T], make: Callable[[], T | None]) -> T | None:
    """A result from the cache, or made and put there."""
    content = cache.load(root, name) if how.use_cache else None
    if content is not None:
        with suppress(msgspec.DecodeError):
            return codec.from_json(content, kind)
    one = make()
    if one is not None and how.use_cache and how.store:
        cache.store(root, name, codec.to_json(one))
    return one
