using Kws.Model;

namespace Kws.Benchmarks.Contenders;

/// <summary>The work of all contenders: the logits of these fingerprints, batch by batch.</summary>
/// <param name="Model">The model.</param>
/// <param name="Fingerprints">A whole number of batches.</param>
/// <param name="Batch">Fingerprints given to one call.</param>
/// <param name="Threads">Threads that a call may use.</param>
internal sealed record Workload(KwsModel Model, sbyte[] Fingerprints, int Batch, int Threads)
{
    /// <summary>Values of a fingerprint.</summary>
    public int Length => Model.Network.Input.Count;

    /// <summary>Logits of a fingerprint.</summary>
    public int Labels => Model.Network.LabelCount;

    /// <summary>The number of fingerprints.</summary>
    public int Count => Fingerprints.Length / Length;

    /// <summary>The shape of a batch of images: [fingerprint][channel][time][frequency].</summary>
    public long[] InputShape => [Batch, Model.Network.Input.Channels, Model.Network.Input.Time, Model.Network.Input.Frequency];

    /// <summary>The shape of the logits of a batch: [fingerprint][label].</summary>
    public long[] OutputShape => [Batch, Labels];

    /// <summary>The starts of the batches, in fingerprints.</summary>
    public IEnumerable<int> Batches => Enumerable.Range(0, Count / Batch).Select(index => index * Batch);
}
