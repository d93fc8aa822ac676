"""GCM Hub: the open-source Migration Network Hub for the Global Compact for Migration."""

__version__ = "0.1.0"
