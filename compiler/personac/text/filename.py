"""Names that some file system refuses, or shows as another one."""

import unicodedata

MAX_NAME = 200
_DEVICES = "con prn aux nul conin$ conout$".split()
_RESERVED = frozenset({*_DEVICES, *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
_FORBIDDEN = frozenset('/\\:<>"|?*')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def folded(name: str) -> str:
    """One form of all names that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def fault(name: str) -> str | None:
    """What keeps ``name`` from being the name of a file on every system."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if plain.split(".", 1)[0].rstrip() in _RESERVED:
        return "is a reserved name on Windows"
    if name.startswith((".", " ")) or name.endswith((".", " ")):
        return "starts or ends with a dot or a space"
    if any(char in _FORBIDDEN or unicodedata.category(char) in _HIDDEN for char in name):
        return "has a character that no file name may have everywhere"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME:
        return f"is longer than {MAX_NAME} bytes"
    return None
