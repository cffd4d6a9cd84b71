"""Taking files onto the desk."""
