"""Whether what is stored agrees with itself and keeps what was promised."""
