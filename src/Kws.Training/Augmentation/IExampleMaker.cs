using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Makes examples, for one thread.</summary>
internal interface IExampleMaker
{
    /// <summary>Makes the fingerprint of an example.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="random">Decides all else.</param>
    /// <param name="fingerprint">Receives the fingerprint.</param>
    void Make(int label, RandomStream random, Span<sbyte> fingerprint);
}
