"""What fetching keeps on the desk: requests and their states, rates, products of orders."""
