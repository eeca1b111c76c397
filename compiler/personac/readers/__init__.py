"""One module per dialect; each exports ``READER``."""
