namespace Kws.Benchmarks.Contenders;

/// <summary>Something that computes the network. What it can prepare before the first call is prepared when it is made.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Computes the logits of the whole workload. This is what is timed.</summary>
    void InferAll();

    /// <summary>The logits that <see cref="InferAll"/> computed last, fingerprint by fingerprint.</summary>
    int[] Logits();
}
