using Kws.Training.Float;

namespace Kws.Fuzz.Targets;

/// <summary>Float networks: one that was read, and is written, is read again; a refusal is one line about the file.</summary>
internal static class FloatTarget
{
    /// <summary>Networks that take longer than the reader are not computed.</summary>
    private const long MostProducts = 1 << 20;

    public static void Run(byte[] input)
    {
        (FloatNetwork? network, Exception? refusal) =
            Target.Attempt(input, () => FloatNetwork.Load(new MemoryStream(input), Target.Source));
        if (network is null)
        {
            Target.RequireOneLine(refusal, Target.Source);
            return;
        }

        byte[] saved = Saved(network);
        Target.Require(Saved(FloatNetwork.Load(new MemoryStream(saved))).SequenceEqual(saved), "another network was read again");
        long samples = (long)network.FrontEnd.Output.Time * network.FrontEnd.WindowLength;
        if (samples + network.Layers.Sum(layer => layer.Products) <= MostProducts)
        {
            Target.Require(network.Logits([]).Length == network.Labels.Length, "other logits than labels");
        }
    }

    private static byte[] Saved(FloatNetwork network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }
}
