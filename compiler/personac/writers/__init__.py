"""One module per target; each exports ``WRITER``."""
