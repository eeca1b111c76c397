"""Targets as data: one TOML file and one page each, and what such a file may say."""
