"""The steps of the product as pure logic over ports; no adapter is imported here."""
