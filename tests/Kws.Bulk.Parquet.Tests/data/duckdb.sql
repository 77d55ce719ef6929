COPY (
    SELECT i AS index,
           'clip ' || i AS clip,
           [((300 * i + 7 * j) % 64 - 32)::TINYINT FOR j IN range(300)]::TINYINT[300] AS fingerprint
    FROM range(5) AS rows(i)
) TO 'duckdb.parquet' (FORMAT parquet, COMPRESSION zstd);
