"""The kernel of Balai. It knows no village by name and no module by name."""

__version__ = "0.1.0"
