"""Elections of many shapes, small and invented, from the table to what is derived."""
