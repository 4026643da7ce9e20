"""The inventory: model, spreadsheet in and out, balances."""
