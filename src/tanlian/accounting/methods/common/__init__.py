"""What several methods share: rows over a border, lines of products, the carbon of fuels and materials."""
