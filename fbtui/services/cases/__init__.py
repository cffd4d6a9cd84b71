"""Acts on removal cases: request, record, follow up."""
