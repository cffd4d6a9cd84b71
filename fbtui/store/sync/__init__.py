"""Stored state of fetching: requests, rates, products of orders."""
