"""The numeric heart: chains as plain arrays, solved exactly, loops included."""
