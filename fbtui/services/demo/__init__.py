"""The sample desk."""
