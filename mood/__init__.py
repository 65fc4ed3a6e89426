"""Attitudes become cells, and cells become estimates of mood with intervals."""
