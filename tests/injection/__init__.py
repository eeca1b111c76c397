"""Defects put into real personas, each in several wordings, with the mended wording beside it.

Nothing here is shared with the rules, nor with the readers: a persona is only text here.
"""
