namespace Kws.Benchmarks;

/// <summary>One measurement of the whole network.</summary>
public sealed record NetworkCase(string Contender, int Batch, int Threads)
{
    /// <summary>As BenchmarkDotNet prints it and filters by it.</summary>
    public override string ToString() => $"{Contender}, batch {Batch}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}
