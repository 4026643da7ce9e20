"""An invented integrated works, made from mass, iron, carbon and energy balances; nothing was measured."""
