"""The workstation for seller feedback and account health on Amazon."""

__version__ = "0.1.0"
