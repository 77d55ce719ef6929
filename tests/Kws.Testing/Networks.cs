using Kws.Model;

namespace Kws.Testing;

/// <summary>Networks for tests that are about something else.</summary>
public static class Networks
{
    /// <summary>The smallest network for an input.</summary>
    /// <param name="input">The shape of a fingerprint.</param>
    /// <param name="inputBits">The bits of one of its values.</param>
    public static Network Taking(TensorShape input, int inputBits = 6) =>
        new(input, [new FullyConnectedLayer("fc", input, 1, "weights")], inputBits);
}
