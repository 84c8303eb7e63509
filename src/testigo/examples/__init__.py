"""Examples that travel in the package: real elections, ready to be worked on."""
