"""Write snapshots and reports, complete or not at all."""
