"""Several sources of one persona as one, and what a persona takes over from others."""

from personac.combine._inherit import inherit
from personac.combine._merge import merge
from personac.combine.say import Say, Settle

__all__ = ["Say", "Settle", "inherit", "merge"]
