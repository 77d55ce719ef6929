namespace Kws.Fast;

/// <summary>A reading of the logits of one fingerprint.</summary>
/// <typeparam name="TResult">The result.</typeparam>
internal interface ILogitsReading<TResult>
{
    static abstract TResult FromLogits(ReadOnlySpan<int> logits);
}
