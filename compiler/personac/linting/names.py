"""What rules may be called on the command line and in settings; imports none of them."""

from collections.abc import Iterable, Mapping, Sequence

from personac import registry
from personac.errors import UsageError
from personac.linting.settings import ALL, LintConfig, UserRule, best
from personac.linting.suppress import NAMES
from personac.text.near import suggest

FAMILY = 3


def rule_names(rules: Iterable[UserRule] = ()) -> dict[str, str]:
    """The codes of all rules with their names, those of ``rules`` included."""
    found = dict(map(_named, registry.modules("rules")))
    return found | NAMES | {one.code: one.name for one in rules}


def _named(module: str) -> tuple[str, str]:
    """A rule's module is named after its code and its name."""
    code, _, name = module.rpartition(".")[2].partition("_")
    return code.upper(), name.replace("_", "-")


def unknown(selectors: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The selectors that mean no rule."""
    pairs = tuple(names.items())
    return tuple(
        one
        for one in selectors
        if one != ALL and not any(best((one,), code, name) for code, name in pairs)
    )


def near(selector: str, names: Mapping[str, str]) -> str:
    """What may have been meant by a selector that means nothing."""
    if selector.islower() and "-" in selector:
        return suggest(selector, tuple(names.values()))
    families = {code[:FAMILY] for code in names}
    return suggest(selector.upper(), sorted({*names, *families}))


def check(where: str, config: LintConfig, rules: Sequence[UserRule]) -> None:
    """Raise ``UsageError`` for a rule that there is not and for a silent mandatory one."""
    names = rule_names(rules)
    lists = {
        "select": config.select,
        "extend-select": config.extend_select,
        "ignore": config.ignore,
        "mandatory": config.mandatory,
    }
    lists |= {f"per-file-ignores.{glob}": codes for glob, codes in config.per_file_ignores.items()}
    for key, selectors in lists.items():
        for one in unknown(selectors, names):
            if key == "mandatory" and _of_builds(one):
                continue
            raise UsageError(f"{where}: unknown rule `{one}` in `lint.{key}`; {near(one, names)}")
    silenced = {key: lists[key] for key in lists if key.endswith("ignore") or "ignores." in key}
    for key, selectors in silenced.items():
        for one in selectors:
            if code := _mandatory(one, config, names):
                raise UsageError(
                    f"{where}: `lint.{key}` silences {code}, which is mandatory; take it out"
                )


def _of_builds(name: str) -> bool:
    """Whether no rule reports it, and a build does; comments may name that, too."""
    from personac.linting.built import codes_of_builds

    return name in codes_of_builds()


def _mandatory(selector: str, config: LintConfig, names: Mapping[str, str]) -> str:
    """A mandatory rule that ``selector`` means, if there is one."""
    meant = ((code, name) for code, name in names.items() if best((selector,), code, name))
    return next((code for code, name in meant if best(config.mandatory, code, name)), "")
