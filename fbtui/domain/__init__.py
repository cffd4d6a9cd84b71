"""What the work is: rules without disk, screen or clock."""
