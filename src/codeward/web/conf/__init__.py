"""How the web rooms are wired: typed settings, Django settings, addresses, logging."""
