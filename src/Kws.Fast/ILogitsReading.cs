namespace Kws.Fast;

/// <summary>What the logits of one fingerprint are read as.</summary>
/// <typeparam name="TResult">The result.</typeparam>
internal interface ILogitsReading<TResult>
{
    static abstract TResult FromLogits(ReadOnlySpan<int> logits);
}
