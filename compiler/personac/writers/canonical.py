"""The canonical document itself, as YAML: everything is carried."""

from personac.api import Artifact, Document, Emission, Outcome, Writer
from personac.codec import canonical_yaml
from personac.writers._ledger import Ledger

TARGET = "canonical"


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    for node in (*persona.header, *persona.body):
        ledger.carry(node, whole=True)
    artifact = Artifact(f"{persona.id}.yaml", canonical_yaml(persona))
    return Outcome(Emission(target=TARGET, artifacts=(artifact,), carried=ledger.carried))


WRITER = Writer(
    name=TARGET, version=1, title="Canonical persona", write=write, schema="persona.schema.json"
)
