from tests.mcp.conftest import home  # noqa: F401  the same home, made anew for these tests
