"""How Testigo starts processes of its own: from a safe path, with nothing that they need not have."""
