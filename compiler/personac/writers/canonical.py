"""The canonical document itself, as YAML: everything is carried."""

from personac.api import Document, Emission, Outcome, Writer
from personac.codec import canonical_yaml
from personac.writers._ledger import Ledger
from personac.writers._lines import artifact
from personac.writers._yaml_lines import canonical_lines

TARGET = "canonical"


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    for node in (*persona.header, *persona.body):
        ledger.carry(node, whole=True)
    lines = canonical_lines(canonical_yaml(persona), persona)
    file = artifact(f"{persona.id}.yaml", lines)
    return Outcome(Emission(target=TARGET, artifacts=(file,), carried=ledger.carried))


WRITER = Writer(
    name=TARGET, version=1, title="Canonical persona", write=write, schema="persona.schema.json"
)
