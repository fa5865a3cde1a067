"""How a kernel is read, refused, compiled and run: record in, record out, the same bits in both hosts."""
