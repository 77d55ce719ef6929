using Kws.Testing;

namespace Kws.Bulk.Parquet.Tests;

public class ArgumentTests
{
    [Fact]
    public void Null_is_refused_by_the_name_of_its_parameter() =>
        new NullArguments(DsCnn.Default.Input, Stream.Null).AssertRefusedBy(typeof(ParquetResults).Assembly);
}
