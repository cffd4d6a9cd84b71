"""The acts on a desk: each is one transaction with one outcome."""
