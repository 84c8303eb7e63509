"""The one truth: exhibits and statements, append-only and private."""
